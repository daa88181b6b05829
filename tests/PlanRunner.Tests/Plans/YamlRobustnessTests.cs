using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Plans;

public sealed class YamlRobustnessTests
{
    /// <summary>A plan cut off at any character, or with any one changed, is read or told about, never an exception.</summary>
    [Theory]
    [InlineData("valid")]
    [InlineData("guarded")]
    [InlineData("schema")]
    public void A_damaged_plan_is_told_about(string name)
    {
        var folder = Path.Combine(Snapshot.SourceFolder(), "Cases", name);
        var text = File.ReadAllText(Path.Combine(folder, "plan.yaml"));
        var random = new Random(7);
        for (var at = 0; at < text.Length; at += 3)
        {
            Check(folder, text[..at]);
            Check(folder, text[..at] + "\t:{}[]&*!|>'\"%@`-#\u0085\n\r é"[random.Next(22)] + text[(at + 1)..]);
        }
    }

    /// <summary>Texts that were met by chance and that the parser answers in ways of its own.</summary>
    [Theory]
    [InlineData(": *: *a")]
    public void A_text_that_the_parser_stumbles_over_is_told_about(string text)
    {
        var diagnostics = new Diagnostics();
        Assert.Null(YamlReader.Read(new SourceText("plan.yaml", text), diagnostics));
        Assert.All(diagnostics, diagnostic => Assert.StartsWith("PR1", diagnostic.Id, StringComparison.Ordinal));
        Assert.NotEmpty(diagnostics);
    }

    [Fact]
    public void A_line_ends_at_its_line_ending_and_no_sooner()
    {
        var source = new SourceText("x", "a\r\r\n\r\n\nb\r");
        Assert.Equal(["a\r", "", "", "b\r"], Enumerable.Range(1, source.LineCount).Select(source.Line));
    }

    [Theory]
    [InlineData("    : 0: {:\r\n,R")]
    [InlineData(".\n...\n.")]
    public void A_place_never_leaves_its_line(string text)
    {
        var source = new SourceText("plan.yaml", text);
        var diagnostics = new Diagnostics();
        YamlReader.Read(source, diagnostics);
        Assert.NotEmpty(diagnostics);
        Assert.All(
            diagnostics.Select(d => d.Place!.Value),
            place => Assert.InRange(place.Column + place.Length - 1, 1, Math.Max(place.Column, source.Line(place.Line).Length))
        );
        Assert.All(diagnostics.Select(d => d.Place!.Value), place => Assert.InRange(place.Column, 1, source.Line(place.Line).Length + 1));
    }

    private static void Check(string folder, string text)
    {
        var diagnostics = new Diagnostics();
        var plan = PlanLoader.Bind(new SourceText("plan.yaml", text), folder, new PlanFiles(folder, folder), diagnostics);
        if (
            plan is not null
            && EnvironmentLoader.Load(
                plan,
                Path.Combine(folder, "environments", "dev.yaml"),
                new Dictionary<string, string>(),
                false,
                _ => null,
                diagnostics
            )
                is { } environment
        )
            PlanRenderer.Render(plan, environment, diagnostics);
        Assert.True(plan is not null || diagnostics.HasErrors);
        _ = new DiagnosticPrinter(folder).Print(diagnostics);
    }
}
