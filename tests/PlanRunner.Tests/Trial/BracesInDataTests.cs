using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>Double braces that are data: they never become something else without a word, and each way to write them works.</summary>
[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class BracesInDataTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("SELECT '{{1,2},{3,4}}'::int[]", "{%{{{1,2},{3,4}}}%}, or ARRAY[[1,2],[3,4]]")]
    [InlineData("SELECT '{{a,b},{c d,NULL}}'::text[]", "{%{{{a,b},{c d,NULL}}}%}, or ARRAY[['a','b'],['c d',NULL]]")]
    [InlineData("SELECT '{{{1},{2}},{{3},{4}}}'::int[]", "{%{{{{1},{2}},{{3},{4}}}}%}, or ARRAY[[[1],[2]],[[3],[4]]]")]
    [InlineData("SELECT '{{-1.5}}'::float[]", "{%{{{-1.5}}}%}, or ARRAY[[-1.5]]")]
    [InlineData("SELECT '{{7}}'", "{%{{{7}}}%}, or ARRAY[[7]]")]
    [InlineData("SELECT '{{}}'::int[]", "{%{{{}}}%}; or template: false")]
    [InlineData("SELECT '{{true}}', 1", "{%{{{true}}}%}")]
    [InlineData("SELECT '{{null}}'", "{%{{{null}}}%}")]
    [InlineData("SELECT '{{\"x\"}}'", "{%{{{\"x\"}}}%}, or ARRAY[['x']]")]
    [InlineData("SELECT 'Dear {{name}}, {{#each items}}{{this}}{{/each}}'", "{%{{{#each items}}}%}")]
    [InlineData("SELECT '{{#each items}} x {{/each}}'", "template: false")]
    [InlineData("SELECT 'Dear {{ customer.name }}!'", "{%{{{ customer.name }}}%}")]
    [InlineData("SELECT 'Dear {{! a comment }}!'", "{%{{{! a comment }}}%}")]
    [InlineData("SELECT 'Dear {{> part }}!'", "{%{{{> part }}}%}")]
    [InlineData("SELECT 'Go: {{.Name}}'", "{%{{{.Name}}}%}")]
    [InlineData("SELECT 'open {{ and never closed'", "template: false")]
    [InlineData("SELECT $$ {{0}} $$", "{%{{{0}}}%}")]
    [InlineData("SELECT 1 -- {{1}}", "{%{{{1}}}%}")]
    [InlineData("SELECT E'a\\'{{1}}'", "{%{{{1}}}%}")]
    [InlineData("DO $$ BEGIN RAISE NOTICE '{{ 1 }}'; END $$", "{%{{{ 1 }}}%}")]
    public void Braces_that_are_no_code_of_the_plan_are_refused_with_what_to_write(string sql, string help)
    {
        using var plan = new TestPlan("  - { id: a, sql: { on: source, file: a.sql }, undo: none }\n");
        File.WriteAllText(Path.Combine(plan.Folder, "a.sql"), sql + "\n;\n");
        plan.Refuse();
        Assert.Contains(help, plan.Printed, StringComparison.Ordinal);
        Assert.Contains("a.sql:1:", plan.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT {{7}}", "SELECT 7")]
    [InlineData("SELECT '{{ \"{{\" }}7}}'", "SELECT '{{7}}'")]
    [InlineData("SELECT '{%{{{7}}}%}'", "SELECT '{{7}}'")]
    [InlineData("SELECT 1 -- {{ environment | raw }}", "SELECT 1 -- dev")]
    [InlineData("DO $$ BEGIN {{ for i in 1..2 }} PERFORM {{ i }}; {{ end }} END $$", "DO $$ BEGIN  PERFORM 1;  PERFORM 2;  END $$")]
    public void Code_that_is_meant_stays_code(string sql, string expected)
    {
        using var plan = new TestPlan("  - { id: a, sql: { on: source, file: a.sql }, undo: none }\n");
        File.WriteAllText(Path.Combine(plan.Folder, "a.sql"), sql);
        Assert.Equal(expected, plan.Render().Steps[0].Body!.Redacted);
    }

    [Theory]
    [InlineData("sql: { on: source, file: a.sql, template: false }")]
    [InlineData("sql: { on: source, file: a.sql }\n    template: false")]
    public void A_text_that_is_no_template_stands_as_it_is(string step)
    {
        using var plan = new TestPlan(
            $"  - id: a\n    {step}\n    done_when: {{ text: \"SELECT '{{{{7}}}}' = ''\", template: false }}\n    undo: none\n"
        );
        File.WriteAllText(Path.Combine(plan.Folder, "a.sql"), "SELECT '{{1,2},{3,4}}', '{{ name }} {%{', '{{ ' }}");
        var rendered = plan.Render().Steps[0];
        Assert.Equal("SELECT '{{1,2},{3,4}}', '{{ name }} {%{', '{{ ' }}", rendered.Body!.Redacted);
        Assert.Equal("SELECT '{{7}}' = ''", rendered.DoneWhen!.Statement.Text);
    }

    [Fact]
    public void A_text_that_is_no_template_has_no_args()
    {
        using var plan = new TestPlan("  - { id: a, sql: { on: source, file: a.sql, template: false, args: { n: '1' } }, undo: none }\n");
        File.WriteAllText(Path.Combine(plan.Folder, "a.sql"), "SELECT 1");
        plan.Refuse();
        Assert.Contains("PR4071", plan.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Whether_a_text_holds_a_secret_is_known_and_not_read()
    {
        using var plan = new TestPlan("  - { id: a, query: { on: source, text: \"SELECT '(secret sauce)' AS s\", capture: s } }\n");
        Assert.False(plan.Render().Steps[0].Body!.HoldsSecret);
    }

    [Fact]
    public async Task Braces_arrive_as_they_were_written()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "braces_in_data",
            """
            plan: braces
            version: 1
            connections: { db: {} }
            steps:
              - id: escaped
                sql:
                  on: db
                  text: |
                    CREATE TABLE board (id int PRIMARY KEY, cells int[], doc text);
                    INSERT INTO board VALUES (1, '{%{{{1,2},{3,4}}}%}', '{%{{"path": "{{0}}"}}%}');
                undo: none
              - id: verbatim
                template: false
                sql:
                  on: db
                  text: INSERT INTO board VALUES (2, '{{5,6},{7,8}}', 'Dear {{ name }}, {{#each x}}{{7}}')
                undo:
                  sql: { on: db, text: "DELETE FROM board WHERE doc LIKE 'Dear {{ name }}%'" }
            """
        );
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(
            ["{{1,2},{3,4}} {\"path\": \"{{0}}\"}", "{{5,6},{7,8}} Dear {{ name }}, {{#each x}}{{7}}"],
            await scenario.QueryAsync("SELECT cells::text, doc FROM board ORDER BY id")
        );
        await scenario.ExpectNothingToRunAsync();
        Assert.True((await scenario.RunAsync("undo", "--to", "escaped", "--yes")).ExitCode == 0, scenario.Log);
        Assert.Equal(["1"], await scenario.QueryAsync("SELECT count(*) FROM board"));
    }
}
