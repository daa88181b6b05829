using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

/// <summary>docs/templates.md: every example gives what the page says, and no built-in function is left out.</summary>
public sealed class TemplatePageTests
{
    private const int FewestExamples = 70;

    private static readonly TemplatePage Page = TemplatePage.Read();

    public static TheoryData<int> Lines => [.. Page.Examples.Select(example => example.Line)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void An_example_gives_what_stands_behind_it(int line)
    {
        var example = Page.Examples.Single(candidate => candidate.Line == line);

        var given = Page.Give(example);

        // A block ends with its last line, whether or not the text ends it with a line break.
        Assert.True(
            example.Wanted?.TrimEnd('\n') == given.TrimEnd('\n'), $"docs/templates.md:{line}: the page says\n{example.Wanted ?? "(nothing)"}\nthe example gives\n{given}");
    }

    [Fact]
    public void There_are_examples_of_results_and_of_errors()
    {
        Assert.InRange(Page.Examples.Count, FewestExamples, int.MaxValue);
        Assert.InRange(Page.Examples.Count(example => example.IsError), 10, int.MaxValue);
    }

    [Fact]
    public void A_wrong_example_is_noticed()
    {
        var page = TemplatePage.Parse("```scriban --var n=1\n{{ n }}\n```\n\n```text\n2\n```\n\n```scriban\n{{ 1 }}\n```\n");

        Assert.Equal([("2", "1"), (null, "1")], page.Examples.Select(example => (example.Wanted, page.Give(example))));
    }

    [Fact]
    public void Every_function_has_its_line()
    {
        var rows = Page.Text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var missing = FunctionNames().Where(name => !rows.Exists(row => row.StartsWith($"| `{name}", StringComparison.Ordinal) && row[$"| `{name}".Length] is '`' or ' ')).ToList();

        Assert.InRange(FunctionNames().Count(), 100, int.MaxValue);
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_function_is_in_an_example()
    {
        var code = string.Join('\n', Page.Examples.Select(example => example.Template));

        Assert.DoesNotContain(FunctionNames(), name => !code.Contains(name, StringComparison.Ordinal));
    }

    // Through the language itself, so that what is registered is what is asked for.
    private static IEnumerable<string> FunctionNames() =>
        from name in new[] { "array", "date", "html", "math", "object", "regex", "string", "timespan" }
        from member in ((TemplateArray)Rendering.Value($"{name} | object.keys")!).Select(item => ((TextValue)item!).Text)
        select $"{name}.{member}";
}
