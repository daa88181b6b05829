using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A runner is stopped (SIGSTOP), as a machine that sleeps; its connections die and its lock is lost; another run takes over and
/// finishes; then it wakes up (SIGCONT). It does nothing more, takes nothing back, and says so.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class PausedRunnerTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Stop = 19;
    private const int Continue = 18;

    private const string Plan = """
        plan: paused
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
          - id: each
            generate: { from: db, on: db, text: "SELECT format('INSERT INTO eff VALUES (%L)', 'each ' || n) AS sql, n AS key FROM generate_series(1, 2) n" }
            retry: { attempts: 3, delay: 10ms }
          - id: window
            timeout: 5m
            on_failure: undo
            steps:
              - id: freeze
                sql: { on: db, text: "INSERT INTO eff VALUES ('frozen')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'frozen'" }, idempotent: true }
              - id: once
                sql: { on: db, text: "INSERT INTO eff VALUES ('once')" }
                retry: { attempts: 3, delay: 10ms }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'once'" }, idempotent: true }
              - id: switch
                point_of_no_return: true
                sql: { on: db, text: "INSERT INTO eff VALUES ('switched')" }
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
        """;

    private static readonly string[] Whole = ["each 1", "each 2", "frozen", "last", "once", "switched"];

    /// <summary>
    /// In the window, at a COMMIT that has not arrived, and at one that is done but was not heard of; with --soak in the middle of a
    /// list and of a statement too.
    /// </summary>
    public static TheoryData<string, int, bool> Moments
    {
        get
        {
            var moments = new TheoryData<string, int, bool> { { "COMMIT\0", 5, false }, { "COMMIT\0", 5, true } };
            if (Soak.Asked)
            {
                moments.Add("'each 2'", 1, false);
                moments.Add("'once'", 1, false);
                moments.Add("COMMIT\0", 3, true);
            }

            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Overtaken_on_the_same_state_it_writes_nothing_more(string at, int number, bool delivered)
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, $"paused_{at.Length}{number}{delivered}", Plan);
        var code = await PausedAsync(
            scenario,
            WireBreak.AtText(at, number, WireEnd.Hold, delivered),
            async () =>
            {
                // A lock that does not hold: on a folder shared without locks, or taken away by a person.
                File.Delete(scenario.StatePath + ".lock");
                Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
            }
        );
        Assert.True(code == 5 && scenario.Log.Contains("PR5019", StringComparison.Ordinal), scenario.Log);
        await ExpectOnceAsync(scenario);
        var verified = await PlanRunnerProcess.RunAsync(scenario.Folder, "state", "verify", "plan.yaml", "--env", "here");
        Assert.True(verified.ExitCode == 0, verified.Error);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Overtaken_from_another_state_by_markers_it_keeps_nothing(string at, int number, bool delivered)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            $"fenced_{at.Length}{number}{delivered}",
            Plan,
            marked: true
        );
        string[] elsewhere = ["--yes", "--state", "elsewhere/state.jsonl"];
        var code = await PausedAsync(
            scenario,
            WireBreak.AtText(at, number, WireEnd.Hold, delivered),
            async () =>
            {
                // Its first look puts its state right by the markers, and stops so that somebody can look.
                Assert.True((await scenario.RunAsync("apply", elsewhere)).ExitCode == 4, scenario.Log);
                Assert.True((await scenario.RunAsync("apply", elsewhere)).ExitCode == 0, scenario.Log);
            }
        );
        Assert.True(code == 5 && scenario.Log.Contains("PR6160", StringComparison.Ordinal), scenario.Log);
        Assert.True((await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1")).SequenceEqual(Whole), scenario.Log);

        // Typed again, it is told by the markers how far the other came, and its window is not taken back behind the switch.
        Assert.True((await scenario.ApplyAsync()).ExitCode == 4, scenario.Log);
        var after = await scenario.ApplyAsync();
        Assert.True(after.ExitCode == 0, scenario.Log);
        await ExpectOnceAsync(scenario);
    }

    private static async Task<int> PausedAsync(PlanScenario scenario, WireBreak at, Func<Task> overtakeAsync)
    {
        return await scenario.ApplyOnBreakingWireAsync(
            at,
            async process =>
            {
                Assert.True(Signals.Send(process.Id, Stop));
                await scenario.QueryAsync(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'planrunner%' AND datname = current_database() AND pid <> pg_backend_pid()"
                );
                await PostgresFixture.UntilAsync(
                    scenario.Database,
                    "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
                );
                await overtakeAsync();
                scenario.Wire.Release();
                Assert.True(Signals.Send(process.Id, Continue));
            }
        );
    }

    private static async Task ExpectOnceAsync(PlanScenario scenario)
    {
        Assert.True((await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1")).SequenceEqual(Whole), scenario.Log);
        await scenario.ExpectNothingToRunAsync();
    }
}
