using System.Text.RegularExpressions;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary><c>markers: database</c>: what the database itself knows of what was done to it.</summary>
[Trait(Tier.Trait, Tier.Full)]
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
        Assert.Equal(
            ["each 1", "each 2", "each 3", "last ", "once ", "table "],
            await scenario.QueryAsync("SELECT step, item FROM planrunner.marker ORDER BY 1, 2")
        );
        Directory.Delete(Path.Combine(scenario.Folder, ".planrunner"), recursive: true);

        var found = await scenario.ApplyAsync();
        Assert.True(found.ExitCode == 4 && found.Error.Contains("PR5051", StringComparison.Ordinal), scenario.Log);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_database_restored_to_an_earlier_time_puts_in_doubt_what_it_lost_and_runs_nothing_twice()
    {
        // Of the machine's usual major, which has pg_dump.
        await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        await using var scenario = await PlanScenario.NewAsync(cluster, "mark_restored", Plan, marked: true);
        Assert.True((await scenario.RunAsync("apply", "--yes", "--until", "once")).ExitCode == 0, scenario.Log);
        var dump = Path.Combine(scenario.Folder, "dump");
        await ToolAsync(cluster, "pg_dump", "-Fc", "-f", dump, scenario.Database.Database);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));

        // The same server, the same name: each transaction of the plan is known to have committed there.
        await scenario.DropAsync();
        await ToolAsync(cluster, "pg_restore", "-C", "-d", "postgres", dump);
        Assert.Equal(["once"], await scenario.QueryAsync("SELECT step FROM eff"));
        var status = await scenario.RunAsync("status");
        Assert.True(
            Regex.Count(status.Error, "(each|last) is done in the state, but its marker is no longer in the database") == 2,
            scenario.Log
        );

        var found = await scenario.ApplyAsync();
        Assert.True(found.ExitCode == 4 && Regex.Count(found.Error, "PR5051") == 2, scenario.Log);
        foreach (var lost in new[] { "each", "last" })
        {
            var asks = await scenario.ApplyAsync();
            Assert.True(asks.ExitCode == 4 && asks.Error.Contains($"resolve plan.yaml {lost}", StringComparison.Ordinal), scenario.Log);
            Assert.Equal(0, (await scenario.RunAsync("resolve", lost, "--not-done", "--reason", "restored")).ExitCode);
        }

        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
        Assert.Contains("say the same", (await scenario.RunAsync("status")).Error, StringComparison.Ordinal);
        await scenario.ExpectNothingToRunAsync();
    }

    [Fact]
    public async Task A_step_that_a_person_settled_needs_no_marker()
    {
        await using var scenario = await MarkedAsync(
            "mark_settled",
            Plan[..Plan.IndexOf("  - id: each", StringComparison.Ordinal)].Replace(", capture: [step]", "", StringComparison.Ordinal)
        );
        await scenario.OnWireAsync();
        Assert.True((await scenario.RunAsync("apply", "--yes", "--until", "table")).ExitCode == 0, scenario.Log);
        await scenario.ApplyOnBreakingWireAsync(WireBreak.AtCommit(1, WireEnd.Kill, delivered: false));
        await scenario.QueryAsync("INSERT INTO eff VALUES ('once')");
        Assert.True((await scenario.RunAsync("resolve", "once", "--done", "--reason", "by hand")).ExitCode == 0, scenario.Log);
        await scenario.ExpectNothingToRunAsync();
        Assert.Contains("say the same", (await scenario.RunAsync("status")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_the_window_made_read_only_is_thawed_by_the_next_run()
    {
        await using var scenario = await MarkedAsync(
            "mark_frozen",
            """
            plan: frozen
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: window
                timeout: 5m
                on_failure: undo
                steps:
                  - id: freeze
                    sql: { on: db, text: "ALTER DATABASE mark_frozen SET default_transaction_read_only = on" }
                    undo: { sql: { on: db, text: "ALTER DATABASE mark_frozen RESET default_transaction_read_only" }, idempotent: true }
                  - id: inside
                    sql: { on: db, text: "CREATE TABLE eff (step text)" }
                    undo: { sql: { on: db, text: DROP TABLE eff } }
                  - id: fails
                    sql: { on: db, text: SELECT 1 / 0 }
                    undo: none
            """
        );
        await scenario.OnWireAsync();
        await scenario.ApplyOnBreakingWireAsync(WireBreak.AtCommit(2, WireEnd.Kill, delivered: true));
        Assert.Equal(["on"], await scenario.QueryAsync("SHOW default_transaction_read_only"));

        var failed = await scenario.ApplyAsync();
        Assert.True(failed.ExitCode == 1, scenario.Log);
        Assert.Equal(["off"], await scenario.QueryAsync("SHOW default_transaction_read_only"));
        Assert.Equal(["true"], await scenario.QueryAsync("SELECT (to_regclass('eff') IS NULL)::text"));
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
        await scenario.WritePlanAsync(
            """
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
            """
        );
        using var zombie = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        while (!File.Exists(Path.Combine(scenario.Folder, "paused")))
            await Task.Delay(20);
        // As a network that parts: its lock on the server is gone, the process is not.
        await scenario.QueryAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'planrunner%' AND datname = current_database() AND pid <> pg_backend_pid()"
        );
        Directory.CreateDirectory(Path.Combine(scenario.Folder, "elsewhere"));
        string[] other = ["apply", "plan.yaml", "--env", "here", "--yes", "--state", "elsewhere/state.jsonl"];
        Assert.Equal(4, (await PlanRunnerProcess.RunAsync(scenario.Folder, other)).ExitCode);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");

        var told = await PlanRunnerProcess.EndAsync(zombie);
        Assert.True(zombie.ExitCode == 5 && told.Contains("PR6160", StringComparison.Ordinal), told);
        Assert.Empty(await scenario.QueryAsync("SELECT step FROM eff"));
        Assert.Equal(0, (await PlanRunnerProcess.RunAsync(scenario.Folder, other)).ExitCode);
        Assert.Equal(["late"], await scenario.QueryAsync("SELECT step FROM eff"));
    }

    private Task<PlanScenario> MarkedAsync(string name, string plan = Plan) =>
        PlanScenario.NewAsync(postgres.Cluster, name, plan, marked: true);

    private static async Task ToolAsync(PostgresCluster cluster, string program, params string[] arguments)
    {
        var to = cluster.Superuser();
        var environment = new Dictionary<string, string?>
        {
            ["PGHOST"] = to.Host,
            ["PGPORT"] = $"{to.Port}",
            ["PGUSER"] = to.Username,
            ["PGPASSWORD"] = to.Password,
        };
        var result = await new ProcessRunner().RunAsync(
            ProcessCommand.Of(cluster.Binaries.Program(program), arguments) with
            {
                Environment = environment,
            },
            default
        );
        Assert.True(result.Ok, $"{program}: {result.Error}");
    }
}
