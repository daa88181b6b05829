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
}
