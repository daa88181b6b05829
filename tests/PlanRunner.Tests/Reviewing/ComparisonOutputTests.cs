using System.Text.RegularExpressions;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

/// <summary>Every output of a comparison, in every situation.</summary>
public sealed class ComparisonOutputTests : IDisposable
{
    private readonly ComparisonScenes scenes = new();

    public static TheoryData<string> Names => [.. ComparisonScenes.Names];

    public void Dispose() => scenes.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void It_reads_as_accepted(string name)
    {
        var comparison = scenes.Of(name);
        var folder = Path.GetDirectoryName(comparison.Place.Source.Path)!;
        var outputs = new Dictionary<string, string>
        {
            ["text"] = Formatted.Text(comparison),
            ["narrow"] = Formatted.Text(comparison, width: 80),
            ["colour"] = Formatted.Text(comparison, colour: true, width: 120).Replace("\e", "␛", StringComparison.Ordinal),
            ["markdown"] = Formatted.Markdown(comparison, "planrunner compare plan.yaml"),
            ["github"] = Formatted.Annotations(comparison),
            ["json"] = ComparisonJson.Of(comparison),
            ["html"] = WithoutAssets(Formatted.Html(comparison)),
        };
        foreach (var (output, text) in outputs)
        {
            Snapshot.Verify(text.Replace(folder, ".", StringComparison.Ordinal), $"{name}.{output}");
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        }

        // But for the one line that is looked for by programs.
        Assert.DoesNotContain(
            outputs["narrow"].Split('\n').Where(line => !line.StartsWith("Compare: ", StringComparison.Ordinal)),
            line => line.Length > 80
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Its_JSON_is_what_its_schema_says(string name) =>
        SchemaCheck.ValidAsync("compare.schema.json", ComparisonJson.Of(scenes.Of(name)));

    [Fact]
    public void Every_difference_is_there()
    {
        var comparison = scenes.Of("behind");
        Assert.True(comparison.Differs);
        Assert.Equal(
            [
                "prepare Differs",
                "prepare/column Differs",
                "prepare/role Differs",
                "fill[orders] OnlyFirst",
                "fill[lines] Same",
                "fill[orders-archive] OnlySecond",
                "index WhiteSpace",
                "extras OnlyFirst",
                "extras/samples OnlyFirst",
                "announce OnlySecond",
                "never Neither",
                "tidy Same",
            ],
            comparison.Steps.Select(step => $"{step.Path} {step.Mark}")
        );
        // What runs in one of them alone is nothing that the other one lags behind with.
        Assert.Equal(["prepare/role", "fill[lines]", "index"], comparison.Second.Behind);
        Assert.Empty(comparison.First.Behind);
    }

    [Fact]
    public void Where_nothing_differs_it_says_so()
    {
        var comparison = scenes.Of("twins");
        Assert.False(comparison.Differs, Formatted.Text(comparison));
    }

    [Fact]
    public void A_comment_never_grows_over_what_hosts_take_and_says_what_is_left_out()
    {
        var comparison = scenes.Large(2000);
        var markdown = Formatted.Markdown(comparison, "planrunner compare plan.yaml");
        Assert.InRange(markdown.Length, 50_000, MarkdownText.Most);
        Assert.Matches(
            @"\*\*The text of \d+ steps is not shown here\.\*\* (\*\*\d+ more steps are not shown here\.\*\* )?All of it: `planrunner compare plan\.yaml`",
            markdown
        );
        Assert.Equal(Regex.Count(markdown, "<details>"), Regex.Count(markdown, "</details>"));
        Assert.StartsWith("<!-- planrunner compare test staging production -->\n", markdown, StringComparison.Ordinal);
        Assert.Contains("production is 2000 steps behind staging: step-0, ", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_has_room_for_its_steps_however_much_the_variables_say()
    {
        var lists = string.Join(", ", Enumerable.Range(0, 300).Select(n => $"v{n}: {{ type: list, default: [] }}"));
        string Given(string prefix) =>
            string.Join(
                ", ",
                Enumerable.Range(0, 300).Select(n => $"v{n}: [{string.Join(", ", Enumerable.Range(0, 40).Select(i => $"{prefix}-{i}"))}]")
            );
        var comparison = scenes.Of(
            lists,
            "  - id: one\n    sql: { on: source, text: \"SELECT {{ v0 | sql.list }}\" }\n    undo: none\n",
            Given("a"),
            Given("b")
        );
        Assert.Equal(300, comparison.Variables.Count);
        var markdown = Formatted.Markdown(comparison, "");
        Assert.True(markdown.Length <= MarkdownText.Most, $"{markdown.Length}");
        Assert.Contains("<details>", markdown, StringComparison.Ordinal);
        Assert.Matches(@"- … and \d+ more\n", markdown);
    }

    // Style and script are the review's, and tested there.
    private static string WithoutAssets(string page) =>
        Regex.Replace(
            Regex.Replace(
                page,
                "<(?<tag>style|script)>.*?</\\k<tag>>",
                "<${tag}>…</${tag}>",
                RegexOptions.Singleline | RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(10)
            ),
            "'sha256-[^']+'",
            "'sha256-…'",
            RegexOptions.None,
            TimeSpan.FromSeconds(10)
        );
}
