using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Values that steps take from steps above, through the journal and so across runs.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class CaptureTests(Postgres17Fixture postgres) : IClassFixture<Postgres17Fixture>
{
    [Fact]
    public async Task Inside_a_foreach_a_step_gets_the_value_of_its_own_instance_and_so_does_its_undo()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "captures",
            """
            plan: captures
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: table
                sql: { on: db, text: "CREATE TABLE note (what text, n text)" }
                undo: none
              - id: each
                foreach: "['a', 'b/c', 'x[1]']"
                steps:
                  - id: read
                    query: { on: db, text: "SELECT {{ item | sql.literal }} || '!' AS v", capture: [v] }
                  - id: write
                    sql: { on: db, text: "INSERT INTO note VALUES ({{ item | sql.literal }}, :v) RETURNING n", params: { v: read.v }, capture: [n] }
                    undo: { sql: { on: db, text: "UPDATE note SET n = :n || ' undone' WHERE what = {{ item | sql.literal }}", params: { n: write.n } } }
            """
        );
        Assert.Equal(0, (await scenario.ApplyAsync()).ExitCode);
        Assert.Equal(["a a!", "b/c b/c!", "x[1] x[1]!"], await scenario.QueryAsync("SELECT what, n FROM note ORDER BY 1"));
        var undone = await scenario.RunAsync("undo", "--to", "table", "--yes");
        Assert.True(undone.ExitCode == 0, scenario.Log);
        Assert.Equal(
            ["a a! undone", "b/c b/c! undone", "x[1] x[1]! undone"],
            await scenario.QueryAsync("SELECT what, n FROM note ORDER BY 1")
        );
    }

    [Theory]
    [InlineData("SELECT true", "PR6003: step \"read\" is already done, but the row of its done_when lacks captured columns: json")]
    [InlineData(
        "SELECT true, '{a' AS json",
        "PR6009: step \"read\" is already done, but \"json\" in the row of its done_when is not of type jsonb: it is not JSON, from line 1"
    )]
    public async Task What_a_done_when_cannot_give_is_told_by_a_dry_run_as_by_an_apply(string question, string told)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            $"probed_{question.Length}",
            $$"""
            plan: probed
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: read
                shell: { run: "echo {}", capture: json }
                done_when: { on: db, text: "{{question}}" }
            """
        );
        var look = await scenario.RunAsync("dry-run");
        Assert.True(look.ExitCode != 0, scenario.Log);
        Assert.Contains(told, look.Output + look.Error, StringComparison.Ordinal);
        Assert.Contains(told, (await scenario.ApplyAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_that_a_done_when_gives_as_text_is_JSON_to_the_step_that_takes_it()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "probed_json",
            """
            plan: probed
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: read
                shell: { run: "exit 1", capture: json }
                done_when: { on: db, text: "SELECT true, '{\"a\":5}'::text AS json" }
              - id: take
                sql: { on: db, text: "CREATE TABLE taken (n int); INSERT INTO taken SELECT (:j->>'a')::int", params: { j: read.json } }
                undo: none
            """
        );
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["5"], await scenario.QueryAsync("SELECT n FROM taken"));
    }
}
