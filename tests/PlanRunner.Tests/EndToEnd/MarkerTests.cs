using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary><c>markers: database</c>: what the database itself knows of what was done to it.</summary>
public sealed class MarkerTests(Postgres17Fixture postgres) : IClassFixture<Postgres17Fixture>
{
    private const string Plan = """
        plan: marked
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
            undo: none
          - id: once
            sql: { on: db, text: "INSERT INTO eff VALUES ('once') RETURNING step", capture: [step] }
            undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'once'" } }
          - id: each
            generate: { from: db, on: db, text: "SELECT format('INSERT INTO eff VALUES (%L)', 'each ' || n) AS sql, n AS key FROM generate_series(1, 3) n" }
            undo: none
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES (:was)", params: { was: once.step } }
            undo: { shell: { run: "psql service=db -Xqc \"DELETE FROM eff WHERE ctid = (SELECT max(ctid) FROM eff)\"", with_connections: [db] } }
        """;

    private static readonly string[] Whole = ["each 1", "each 2", "each 3", "once", "once"];

    [Fact]
    public async Task A_lost_state_file_is_made_up_for_and_nothing_runs_twice()
    {
        await using var scenario = await MarkedAsync("mark_lost");
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["each 1", "each 2", "each 3", "last ", "once ", "table "], await scenario.QueryAsync("SELECT step, item FROM planrunner.marker ORDER BY 1, 2"));
        Directory.Delete(Path.Combine(scenario.Folder, ".planrunner"), recursive: true);

        var found = await scenario.ApplyAsync();
        Assert.True(found.ExitCode == 4 && found.Error.Contains("PR5051", StringComparison.Ordinal), scenario.Log);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_database_restored_to_an_earlier_time_puts_in_doubt_what_it_lost()
    {
        await using var scenario = await MarkedAsync("mark_restored");
        await scenario.ApplyAsync();
        await scenario.QueryAsync("DELETE FROM planrunner.marker WHERE step = 'last'");

        var status = await scenario.RunAsync("status");
        Assert.Contains("last is done in the state, and its marker is not in the database", status.Error, StringComparison.Ordinal);
        await scenario.WritePlanAsync(Plan + "\n  - id: more\n    sql: { on: db, text: SELECT 1 }");
        Assert.Equal(4, (await scenario.ApplyAsync()).ExitCode);
        Assert.Contains("in doubt", (await scenario.RunAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_undo_takes_the_marker_with_it_in_a_transaction_or_not()
    {
        await using var scenario = await MarkedAsync("mark_undo");
        await scenario.ApplyAsync();
        Assert.True((await scenario.RunAsync("undo", "--to", "table", "--yes")).ExitCode == 0, scenario.Log);
        Assert.DoesNotContain("last", await scenario.QueryAsync("SELECT step FROM planrunner.marker"));
        Assert.DoesNotContain("once", await scenario.QueryAsync("SELECT step FROM planrunner.marker"));
    }

    [Fact]
    public async Task A_state_begun_anew_on_purpose_runs_all_again()
    {
        await using var scenario = await MarkedAsync("mark_anew");
        await scenario.ApplyAsync();
        await scenario.QueryAsync("DROP TABLE eff");
        Assert.Equal(0, (await PlanRunnerProcess.RunAsync(scenario.Folder, "state", "new", "plan.yaml", "--env", "here")).ExitCode);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_runner_that_was_overtaken_from_elsewhere_keeps_nothing()
    {
        await using var scenario = await MarkedAsync("mark_zombie");
        await scenario.WritePlanAsync("""
            plan: zombie
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: table
                sql: { on: db, text: "CREATE TABLE eff (step text)" }
              - id: pause
                shell: { run: "touch paused; while [ ! -e go ]; do sleep 0.05; done" }
                idempotent: true
              - id: late
                sql: { on: db, text: "INSERT INTO eff VALUES ('late')" }
            """);
        using var zombie = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        while (!File.Exists(Path.Combine(scenario.Folder, "paused")))
            await Task.Delay(20);
        // As a network that parts: its lock on the server is gone, the process is not.
        await scenario.QueryAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'planrunner%' AND datname = current_database() AND pid <> pg_backend_pid()");
        Directory.CreateDirectory(Path.Combine(scenario.Folder, "elsewhere"));
        string[] other = ["apply", "plan.yaml", "--env", "here", "--yes", "--state", "elsewhere/state.jsonl"];
        Assert.Equal(4, (await PlanRunnerProcess.RunAsync(scenario.Folder, other)).ExitCode);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");

        var told = await PlanRunnerProcess.EndAsync(zombie);
        Assert.True(zombie.ExitCode == 1 && told.Contains("PR6160", StringComparison.Ordinal), told);
        Assert.Empty(await scenario.QueryAsync("SELECT step FROM eff"));
        Assert.Equal(0, (await PlanRunnerProcess.RunAsync(scenario.Folder, other)).ExitCode);
        Assert.Equal(["late"], await scenario.QueryAsync("SELECT step FROM eff"));
    }

    private async Task<PlanScenario> MarkedAsync(string name)
    {
        var scenario = await PlanScenario.NewAsync(postgres.Cluster, name, Plan);
        var environment = Path.Combine(scenario.Folder, "environments", "here.yaml");
        await File.WriteAllTextAsync(environment, (await File.ReadAllTextAsync(environment)).Replace("password: password,", "password: password, markers: database,", StringComparison.Ordinal));
        return scenario;
    }
}
