using Xunit;

namespace PlanRunner.Tests.Templating;

/// <summary>docs/templates.md: every example gives what the page says.</summary>
public sealed class TemplatePageTests
{
    private const int FewestExamples = 18;

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
            example.Wanted?.TrimEnd('\n') == given.TrimEnd('\n'),
            $"docs/templates.md:{line}: the page says\n{example.Wanted ?? "(nothing)"}\nthe example gives\n{given}"
        );
    }

    [Fact]
    public void There_are_examples_of_results_and_of_errors()
    {
        Assert.InRange(Page.Examples.Count, FewestExamples, int.MaxValue);
        Assert.InRange(Page.Examples.Count(example => example.IsError), 7, int.MaxValue);
    }

    [Fact]
    public void A_wrong_example_is_noticed()
    {
        var page = TemplatePage.Parse("```scriban --var n=1\n{{ n }}\n```\n\n```text\n2\n```\n\n```scriban\n{{ 1 }}\n```\n");

        Assert.Equal([("2", "1"), (null, "1")], page.Examples.Select(example => (example.Wanted, page.Give(example))));
    }
}
