using System.Text.RegularExpressions;
using PlanRunner.Tests.EndToEnd;
using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>What the README and the docs show and name is there.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    [Trait(Tier.Trait, Tier.Full)]
    public async Task The_dry_run_in_the_README_is_what_the_command_prints()
    {
        var readme = await File.ReadAllLinesAsync(Path.Combine(RepositoryRoot.Path, "README.md"));
        var start = Array.FindIndex(readme, line => line.StartsWith("$ ./planrunner dry-run ", StringComparison.Ordinal));
        var shown = readme.Skip(start + 1).TakeWhile(line => line != "```").Where(line => line != "…").ToList();

        var result = await PlanRunnerProcess.RunAsync(RepositoryRoot.Path, readme[start]["$ ./planrunner ".Length..].Split(' '));

        var printed = result.Output.Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.True(shown.Count > 10, "the README shows no dry run");
        var at = -1;
        foreach (var line in shown)
        {
            at = printed.FindIndex(at + 1, candidate => candidate == line);
            Assert.True(at >= 0, $"the command does not print: {line}");
        }
    }

    [Fact]
    public void Every_file_that_a_document_links_to_exists()
    {
        var missing = new List<string>();
        foreach (
            var document in RepositoryRoot
                .Files("docs", "*.md")
                .Concat(RepositoryRoot.Files("plans", "*.md"))
                .Append(Path.Combine(RepositoryRoot.Path, "README.md"))
                .Append(Path.Combine(RepositoryRoot.Path, "CONTRIBUTING.md"))
        )
        {
            foreach (var target in Link().Matches(File.ReadAllText(document)).Select(match => match.Groups["target"].Value))
            {
                var path = Path.Combine(Path.GetDirectoryName(document)!, target);
                if (!File.Exists(path) && !Directory.Exists(path))
                    missing.Add($"{document}: {target}");
            }
        }

        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
