using System.Text.RegularExpressions;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

/// <summary>Every output of a review, in every situation.</summary>
public sealed partial class ReviewOutputTests : IDisposable
{
    private readonly ReviewScenes scenes = new();

    public static TheoryData<string> Names => [.. ReviewScenes.Names];

    public void Dispose() => scenes.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void It_reads_as_accepted(string name)
    {
        var review = scenes.Of(name);
        ReviewScenes.MeansWhatItSays(name, review);
        var outputs = new Dictionary<string, string>
        {
            ["text"] = Formatted.Text(review, full: false),
            ["narrow"] = Formatted.Text(review, full: true, width: 80),
            ["colour"] = Formatted.Text(review, full: false, colour: true, width: 120).Replace("\e", "␛", StringComparison.Ordinal),
            ["markdown"] = Formatted.Markdown(review, "planrunner dry-run plan.yaml --env dev"),
            ["github"] = Formatted.Annotations(review),
            ["json"] = ReviewJson.Of(review),
            // Its style sheet and script, and so their hashes, are the same in all of them.
            ["html"] = OfEveryPage().Replace(Formatted.Html(review), "…"),
        };
        foreach (var (output, text) in outputs)
        {
            var folder = Path.GetDirectoryName(Path.GetDirectoryName(review.File))!;
            Snapshot.Verify(
                text.Replace(Path.GetDirectoryName(review.File)!, ".", StringComparison.Ordinal)
                    .Replace(folder, "..", StringComparison.Ordinal),
                $"{name}.{output}"
            );
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        }

        // But for the one line that is looked for by programs.
        Assert.DoesNotContain(
            outputs["narrow"].Split('\n').Where(line => !line.StartsWith("Plan: ", StringComparison.Ordinal)),
            line => line.Length > 80
        );
    }

    [Fact]
    public void Of_two_thousand_steps_five_that_changed_fit_a_comment_and_a_screen()
    {
        var review = scenes.Large(2000, 5);
        Assert.Equal((5, 1995), (review.Counts.Changed, review.Counts.Unchanged));
        var markdown = Formatted.Markdown(review, "planrunner dry-run");
        Assert.True(markdown.Length < 10_000, markdown);
        Assert.Equal(5, Regex.Count(markdown, "<details>"));
        var text = Formatted.Text(review, full: false, width: 120);
        Assert.True(text.Count(c => c == '\n') <= 50, text);
        // Both lines of each change point at the word.
        Assert.Equal(10, Regex.Count(text, @"(?m)^ +\^+$"));
    }

    [Fact]
    public void A_comment_never_grows_over_what_hosts_take_and_says_what_is_left_out()
    {
        var review = scenes.Large(2000, 2000);
        var markdown = Formatted.Markdown(review, "planrunner dry-run plan.yaml --env dev");
        Assert.InRange(markdown.Length, 50_000, MarkdownText.Most);
        Assert.Matches(
            @"\*\*The text of \d+ steps is not shown here\.\*\* \*\*\d+ more steps are not shown here\.\*\* All of it: `planrunner dry-run plan\.yaml --env dev`",
            markdown
        );
        Assert.Equal(Regex.Count(markdown, "<details>"), Regex.Count(markdown, "</details>"));
        Assert.EndsWith(review.Fingerprint + "\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_comment_is_found_again()
    {
        string First(string name) => Formatted.Markdown(scenes.Of(name), "").Split('\n')[0];
        Assert.Equal("<!-- planrunner dry-run test dev -->", First("nothing-done"));
        Assert.Equal(First("nothing-done"), First("all-done"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_JSON_is_what_its_schema_says_and_can_be_read_back(string name)
    {
        var review = scenes.Of(name);
        await SchemaCheck.ValidAsync("dry-run.schema.json", ReviewJson.Of(review));
        var file = Path.Combine(Path.GetDirectoryName(review.File)!, "saved.json");
        await File.WriteAllTextAsync(file, ReviewJson.Of(review));
        var diagnostics = new Diagnostics();
        var saved = SavedReview.Read(file, diagnostics);
        Assert.Empty(diagnostics);
        Assert.Equal(review.Fingerprint, saved!.Fingerprint);
        Assert.Equal(review.Leaves.Select(step => step.Path.Value), saved.Steps.Select(step => step.Path));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData("{\"format\": 2}")]
    [InlineData("{\"format\": 1, \"plan\": 3}")]
    [InlineData("{\"format\": 1, \"plan\": \"p\", \"environment\": \"e\", \"fingerprint\": \"f\", \"connections\": [{}], \"steps\": []}")]
    public void What_is_no_saved_review_is_refused(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var diagnostics = new Diagnostics();
        Assert.Null(SavedReview.Read(file, diagnostics));
        Assert.Equal("PR5061", Assert.Single(diagnostics).Id);
        File.Delete(file);
    }

    [GeneratedRegex(
        @"(?<=sha256-)[^']+|(?<=<style>).*?(?=</style>)|(?<=<script>).*?(?=</script>)",
        RegexOptions.Singleline,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex OfEveryPage();
}
