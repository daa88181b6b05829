using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>The server goes away under a running command, or keeps its COMMIT waiting: every effect is there once in the end.</summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class ServerCrashTests : IAsyncLifetime
{
    private const string Plan = """
        plan: crash
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
          - id: once
            sql:
              on: db
              text: |
                INSERT INTO eff VALUES ('once');
                SELECT 'at work';
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
        """;

    private PostgresCluster cluster = null!;

    public async Task InitializeAsync() =>
        cluster = await PostgresCluster.StartNewAsync(
            new PostgresClusterOptions
            {
                Settings = new Dictionary<string, string> { ["synchronous_standby_names"] = "nobody", ["synchronous_commit"] = "local" },
            },
            default
        );

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task A_server_that_crashes_and_comes_back_settles_what_it_did()
    {
        // In the same run: in the middle of the step, before its COMMIT arrives, after it was done. What was rolled back fails the run.
        await CrashedAsync("at_work", WireBreak.AtText("'at work'", 1, WireEnd.Hold, delivered: false), exitCode: 1);
        await CrashedAsync("before", WireBreak.AtCommit(2, WireEnd.Hold, delivered: false), exitCode: 1);
        await CrashedAsync("after", WireBreak.AtCommit(2, WireEnd.Hold, delivered: true), exitCode: 0);
        // The runner dies with it, and the next run asks.
        await CrashedAsync("both_before", WireBreak.AtCommit(2, WireEnd.Kill, delivered: false), exitCode: null);
        if (Soak.Asked)
            await CrashedAsync("both_after", WireBreak.AtCommit(2, WireEnd.Kill, delivered: true), exitCode: null);
    }

    [Theory]
    [InlineData("'at work'", 1)]
    [InlineData("COMMIT\0", 2)]
    public async Task A_backend_that_is_ended_in_an_idle_transaction_costs_an_attempt_and_nothing_else(string before, int number)
    {
        var plan = Plan.Replace("  - id: last", "    retry: { attempts: 2, delay: 10ms }\n  - id: last", StringComparison.Ordinal);
        await using var scenario = await PlanScenario.NewAsync(cluster, $"idle_{number}", plan);
        var code = await scenario.ApplyOnBreakingWireAsync(
            WireBreak.AtText(before, number, WireEnd.Hold, delivered: false),
            _ => EndBackendsAsync(scenario, "state = 'idle in transaction'")
        );
        Assert.True(code == 0 && scenario.Log.Contains("attempt 1 of 2 failed", StringComparison.Ordinal), scenario.Log);
        // Where COMMIT was on its way, its fate was asked first.
        Assert.True(scenario.Log.Contains("was rolled back", StringComparison.Ordinal) == (number == 2), scenario.Log);
        await ExpectOnceAsync(scenario);
    }

    [Fact]
    public async Task A_COMMIT_that_waits_for_a_standby_is_waited_for_whatever_the_step_may_take_and_its_probe_says()
    {
        // The probe says no as long as COMMIT waits, and the step's own time is shorter than the patience with a backend.
        const string More =
            "    done_when: { on: db, text: \"SELECT true FROM eff WHERE step = 'once'\" }\n    settings: { synchronous_commit: 'on' }\n";
        await using var scenario = await PlanScenario.NewAsync(
            cluster,
            "waits",
            Plan.Replace("  - id: last", More + "  - id: last", StringComparison.Ordinal)
        );
        await scenario.ApplyOnBreakingWireAsync(
            WireBreak.AtCommit(2, WireEnd.Hold, delivered: false),
            async process =>
            {
                scenario.Wire.Release();
                await PostgresFixture.UntilAsync(
                    scenario.Database,
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep')"
                );
                process.Kill();
            }
        );
        await scenario.WritePlanAsync(
            (await File.ReadAllTextAsync(Path.Combine(scenario.Folder, "plan.yaml"))).Replace(
                "    settings:",
                "    timeout: 1s\n    settings:",
                StringComparison.Ordinal
            )
        );

        var resumed = await scenario.RunAsync("apply", "--yes", "--verbose");
        Assert.True(resumed.ExitCode == 0 && resumed.Error.Contains("cancelling its statement", StringComparison.Ordinal), scenario.Log);
        await ExpectOnceAsync(scenario);
    }

    private async Task CrashedAsync(string name, WireBreak what, int? exitCode)
    {
        await using var scenario = await PlanScenario.NewAsync(cluster, $"crash_{name}", Plan);
        var code = await scenario.ApplyOnBreakingWireAsync(
            what,
            async _ =>
            {
                await cluster.StopAsync(PostgresStop.Immediate, default);
                await cluster.StartAsync(default);
                // An id that a crash took back is given to the next transaction, whose outcome must not pass for that of ours.
                for (var other = 0; other < 5; other++)
                    await PostgresFixture.SqlAsync(cluster.Superuser(), "DROP TABLE IF EXISTS other", "CREATE TABLE other ()");
            }
        );
        Assert.True(exitCode is null || code == exitCode, scenario.Log);
        if (code != 0)
            Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        await ExpectOnceAsync(scenario);
    }

    private static async Task EndBackendsAsync(PlanScenario scenario, string which)
    {
        var ended = await scenario.QueryAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND {which}"
        );
        Assert.Equal(["True"], ended);
    }

    private static async Task ExpectOnceAsync(PlanScenario scenario)
    {
        Assert.True((await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1")).SequenceEqual(["last", "once"]), scenario.Log);
        await scenario.ExpectNothingToRunAsync();
    }
}
