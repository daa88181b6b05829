using System.Text.RegularExpressions;
using PlanRunner.Runner.Reporting;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

/// <summary>What docs/reviewing.md shows is what the tool prints. With PLANRUNNER_ACCEPT_SNAPSHOTS=1 it is written anew.</summary>
public sealed partial class ReviewingPageTests
{
    [Fact]
    public void The_page_shows_what_the_tool_prints()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs", "reviewing.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        using var scenes = new ReviewScenes();
        var shown = 0;
        var now = Output().Replace(page, match =>
        {
            shown++;
            var text = new ReviewText(scenes.Of(match.Groups["scene"].Value), full: false).Write().TrimEnd('\n');
            return $"<!-- output: {match.Groups["scene"].Value}.text -->\n```console\n$ planrunner dry-run plan.yaml --env dev\n{text}\n```\n<!-- end -->";
        });
        Assert.Equal(3, shown);
        if (now != page && Environment.GetEnvironmentVariable("PLANRUNNER_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, now);
        else
            Assert.Equal(now, page);
    }

    [GeneratedRegex(@"<!-- output: (?<scene>[a-z-]+)\.text -->\n.*?<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Output();
}
