using PlanRunner.Runner.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

/// <summary>Which steps a variable reaches, and what is told of values, lists and conditions.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly ComparisonScenes scenes = new();

    public void Dispose() => scenes.Dispose();

    [Theory]
    [InlineData("{ on: source, text: \"SELECT {{ v | sql.literal }}\" }")]
    [InlineData(
        "{ on: source, text: \"{{ for i in 1..2 }}{{ if v == 'b' }}SELECT 1{{ break; end }}{{ end }} SELECT 2\", transaction: auto }"
    )]
    [InlineData("{ on: source, text: \"SELECT {{ this.v | sql.literal }}\" }")]
    [InlineData("{ on: source, text: \"{{ func f }}{{ v | sql.literal }}{{ end }}SELECT {{ f }}\" }")]
    [InlineData("{ on: source, text: \"{{ w = v }}SELECT {{ w | sql.literal }}\" }")]
    [InlineData("{ on: source, text: \"SELECT {{ made | sql.literal }}\" }")]
    [InlineData("{ on: source, file: args.sql, args: { inner: 1, more: \"{{ v }}\" } }")]
    [InlineData("{ on: source, text: \"SELECT 1\", settings: { application_name: \"{{ v }}\" } }")]
    public void A_variable_reaches_a_step_that_reads_it_by_whatever_way(string sql)
    {
        Assert.Equal(
            ["uses"],
            Reached(
                $"  - id: uses\n    sql: {sql}\n    undo: none\n  - id: does-not\n    sql: {{ on: source, text: SELECT 1 }}\n    undo: none\n"
            )
        );
    }

    [Theory]
    [InlineData("when: v != ''")]
    [InlineData("title: About {{ v }}")]
    [InlineData("confirm: Is {{ v }} ready?")]
    [InlineData("settings: { application_name: \"{{ v }}\" }")]
    [InlineData("done_when: { text: \"SELECT {{ v | sql.literal }} = 'x'\" }")]
    public void It_reaches_a_step_by_what_stands_beside_its_text(string key) =>
        Assert.Equal(["one"], Reached($"  - id: one\n    {key}\n    sql: {{ on: source, text: SELECT 1 }}\n    undo: none\n"));

    [Theory]
    // Given a value of its own first, it is the template's.
    [InlineData("sql: { on: source, text: \"{{ v = 'x' }}SELECT {{ v | sql.literal }}\" }")]
    // A branch that neither environment takes has no say in the text.
    [InlineData("sql: { on: source, text: \"SELECT 1{{ if environment == 'moon' }}, {{ v | sql.literal }}{{ end }}\" }")]
    // The name of an item hides it.
    [InlineData("foreach: '[1, 2]'\n    as: v\n    sql: { on: source, text: \"SELECT {{ v }}\" }")]
    // A word of the text is no name, nor is one in a literal.
    [InlineData("sql: { on: source, text: \"SELECT v FROM v -- {{ environment == 'v' }}\" }")]
    public void It_does_not_reach_a_step_that_only_looks_so(string body) =>
        Assert.Empty(Reached($"  - id: one\n    {body}\n    undo: none\n"));

    [Fact]
    public void What_decides_about_a_group_reaches_all_in_it_and_its_title_only_itself()
    {
        const string Inside =
            "    steps:\n      - id: a\n        sql: { on: source, text: SELECT 1 }\n        undo: none\n      - id: b\n        sql: { on: source, text: SELECT 2 }\n        undo: none\n";
        Assert.Equal(["group/a", "group/b"], Reached($"  - id: group\n    when: v != ''\n{Inside}"));
        Assert.Equal(["group"], Reached($"  - id: group\n    title: With {{{{ v }}}}\n{Inside}"));
    }

    [Theory]
    [InlineData("{ type: list }", "[\"a, b\"]", "[a, b]", "[\"a, b\"]", "[a, b]")]
    [InlineData("{ type: list }", "[1]", "[\"1\"]", "[1]", "[\"1\"]")]
    [InlineData("{ type: list }", "[true]", "['true']", "[true]", "[\"true\"]")]
    [InlineData("{ type: map }", "{ a: { b: 1.50 } }", "{ a: { b: 2 } }", "{ a: { b: 1.50 } }", "{ a: { b: 2 } }")]
    [InlineData("{ type: string }", "''", "\"a\\nb\"", "\"\"", "\"a\\nb\"")]
    [InlineData("{ type: string }", "5s", "pscale_api.example-1", "5s", "pscale_api.example-1")]
    public void Two_values_that_differ_never_read_the_same(
        string variable,
        string first,
        string second,
        string firstShown,
        string secondShown
    )
    {
        var comparison = scenes.Of(
            $"v: {variable}",
            "  - id: one\n    sql: { on: source, text: SELECT 1 }\n    undo: none\n",
            $"v: {first}",
            $"v: {second}"
        );
        var value = Assert.Single(comparison.Variables);
        Assert.Equal((firstShown, secondShown), (value.First, value.Second));
        Assert.Empty(value.Steps);
        Assert.False(comparison.Differs);
    }

    [Fact]
    public void Items_in_another_order_are_told_although_each_is_in_both()
    {
        var comparison = scenes.Of(
            "v: { type: list }",
            "  - id: part\n    foreach: v\n    sql: { on: source, text: \"SELECT {{ item | sql.literal }}\" }\n    undo: none\n",
            "v: [a, b, c]",
            "v: [c, a, d]"
        );
        var items = Assert.Single(comparison.Items);
        Assert.Equal(("part", true), (items.Path.Value, items.OtherOrder));
        Assert.Equal(
            ["b only first", "d only second", "uses v"],
            [
                .. items.OnlyFirst.Select(key => $"{key} only first"),
                .. items.OnlySecond.Select(key => $"{key} only second"),
                .. items.Names.Select(name => $"uses {name}"),
            ]
        );
        Assert.Equal(
            ["part[a] Same", "part[b] OnlyFirst", "part[c] Same", "part[d] OnlySecond"],
            comparison.Steps.Select(step => $"{step.Path} {step.Mark}")
        );
    }

    [Fact]
    public void A_list_that_is_empty_in_one_of_them_is_told()
    {
        var comparison = scenes.Of(
            "v: { type: list }",
            "  - id: part\n    foreach: v\n    steps:\n      - id: one\n        sql: { on: source, text: SELECT 1 }\n        undo: none\n",
            "v: []",
            "v: [a]"
        );
        Assert.Equal(["a"], Assert.Single(comparison.Items).OnlySecond);
        Assert.Equal(
            ["part[a]", "part[a]/one"],
            comparison.Steps.Where(step => step.Mark == ComparisonMark.OnlySecond).Select(step => step.Path.Value)
        );
    }

    [Fact]
    public void A_window_that_stands_open_is_told()
    {
        var trouble = Assert.Single(scenes.Open().First.Troubles, t => t.Status == "open");
        Assert.Equal(("window", "open since 2026-01-02 03:04Z; it timed out at 03:09:05Z"), (trouble.Path, trouble.Sentence));
    }

    private IReadOnlyList<string> Reached(string steps)
    {
        var comparison = scenes.Of("v: {}, made: { default: \"from {{ v }}\" }", steps, "v: a", "v: b");
        return comparison.Variables.Single(variable => variable.Name == "v").Steps;
    }
}
