using System.Text.RegularExpressions;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
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
        using var comparisons = new ComparisonScenes();
        var shown = 0;
        var now = Output()
            .Replace(
                page,
                match =>
                {
                    shown++;
                    var (what, scene) = (match.Groups["what"].Value, match.Groups["scene"].Value);
                    var (command, text) =
                        what == "comparison"
                            ? ("compare plan.yaml --env staging --with production", Formatted.Text(comparisons.Of(scene)))
                            : ("dry-run plan.yaml --env dev", Shown(scenes.Of(scene)));
                    return $"<!-- {what}: {scene}.text -->\n```console\n$ planrunner {command}\n{text.TrimEnd('\n')}\n```\n<!-- end -->";
                }
            );
        Assert.Equal(4, shown);
        if (now != page && Environment.GetEnvironmentVariable("PLANRUNNER_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, now);
        else
            Assert.Equal(now, page);
    }

    private static string Shown(Review review) =>
        Formatted.Text(review, full: false).Replace(Path.GetDirectoryName(review.File)! + "/", "", StringComparison.Ordinal);

    [GeneratedRegex(
        @"<!-- (?<what>output|comparison): (?<scene>[a-z-]+)\.text -->\n.*?<!-- end -->",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Output();
}
