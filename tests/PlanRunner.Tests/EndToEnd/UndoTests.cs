using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Taking back, which is as exact as running: killed anywhere, cut anywhere, refused where it would lose something.</summary>
public sealed class UndoTests(Postgres18Fixture postgres) : IClassFixture<Postgres18Fixture>
{
    private const string Counted = """
        plan: counted
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE IF NOT EXISTS ctr (n int)" }
            undo: none
          - id: row
            sql: { on: db, text: "INSERT INTO ctr VALUES (0)" }
            undo: { sql: { on: db, text: "DELETE FROM ctr" } }
          - id: up
            sql: { on: db, text: "UPDATE ctr SET n = n + 1" }
            undo: { sql: { on: db, text: "UPDATE ctr SET n = n - 1" } }
            waive: { no-where: the table has one row }
        """;

    private const string Window = """
        plan: window
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
            undo: none
          - id: g
            on_failure: undo
            steps:
              - id: a
                sql: { on: db, text: "INSERT INTO eff VALUES ('a')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'a'" } }
              - id: b
                sql: { on: db, text: "INSERT INTO eff VALUES ('b')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'b'" } }
        """;

    [Fact]
    public async Task Killed_around_each_message_and_typed_again_it_takes_back_once()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_killed", Counted);
        await scenario.OnWireAsync();
        var kills = 0;
        foreach (var delivered in new[] { false, true })
        {
            var killed = true;
            for (var message = 1; killed; message++)
            {
                Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
                Assert.Equal(["1"], await scenario.QueryAsync("SELECT n FROM ctr"));
                (killed, _) = await scenario.DieOnWireAsync(message, delivered, "undo", "--to", "row");
                kills += killed ? 1 : 0;
                Assert.True((await scenario.RunAsync("undo", "--to", "row", "--yes")).ExitCode == 0, scenario.Log);
                Assert.Equal(["0"], await scenario.QueryAsync("SELECT n FROM ctr"));
            }
        }

        Assert.InRange(kills, 12, 200);
    }

    [Fact]
    public async Task It_does_not_stop_inside_a_guarded_group()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_cut", Window);
        await scenario.ApplyAsync();
        var refused = await scenario.RunAsync("undo", "--to", "g/a", "--yes");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("PR3906", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_group_that_was_taken_back_by_half_is_taken_back_whole_before_it_runs_again()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_half", Window.Replace("DELETE FROM eff WHERE step = 'a'", "DELETE FROM eff WHERE step = 'a' AND missing()", StringComparison.Ordinal));
        await scenario.ApplyAsync();
        Assert.Equal(6, (await scenario.RunAsync("undo", "--to", "table", "--yes")).ExitCode);
        Assert.Equal(["a"], await scenario.QueryAsync("SELECT step FROM eff"));

        await scenario.WritePlanAsync(Window);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["a", "b"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task It_stops_at_a_point_of_no_return_and_goes_past_it_only_when_it_is_named()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_past", Counted + "\n    point_of_no_return: true");
        await scenario.ApplyAsync();
        var refused = await scenario.RunAsync("undo", "--to", "table", "--yes");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("undo plan.yaml --env here --to table --yes --past up", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["1"], await scenario.QueryAsync("SELECT n FROM ctr"));
        Assert.Equal(0, (await scenario.RunAsync("undo", "--to", "table", "--past", "up", "--yes")).ExitCode);
        Assert.Empty(await scenario.QueryAsync("SELECT n FROM ctr"));
    }

    [Fact]
    public async Task Nobody_to_ask_names_the_command_that_was_meant()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_again", Counted);
        await scenario.ApplyAsync();
        Assert.Contains("planrunner undo plan.yaml --env here --to row --yes", (await scenario.RunAsync("undo", "--to", "row")).Error, StringComparison.Ordinal);
    }
}
