using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The server that was asked to COMMIT cannot say any more what became of it: a real standby takes its place under the same address,
/// or the transaction is too old. Then a probe, a marker in the database, or a person tells; never a guess.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class FailoverTests
{
    private const string Plan = """
        plan: failover
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
          - id: once
            sql: { on: db, text: "INSERT INTO eff VALUES ('once')" }
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
        """;

    private static readonly string WithProbe = Plan.Replace(
        "  - id: last",
        "    done_when: { on: db, text: \"SELECT true FROM eff WHERE step = 'once'\" }\n  - id: last",
        StringComparison.Ordinal
    );

    [Fact]
    public async Task A_promoted_standby_decides_nothing_and_what_is_there_does()
    {
        await using var primary = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        await using var standby = await Standby.FollowAsync(primary);
        await using var reached = await Cases.NewAsync(primary, "reached", probed: true);
        await using var lost = await Cases.NewAsync(primary, "lost", probed: Soak.Asked);
        await using var done = await PlanScenario.NewAsync(primary, "done", Plan, marked: true);
        await reached.CutOffAtCommitAsync();
        await done.OnWireAsync();
        Assert.Equal(0, (await done.RunAsync("apply", "--yes", "--until", "table")).ExitCode);
        await Standby.CatchUpAsync(standby, primary);
        await standby.StopAsync(PostgresStop.Fast, default);
        await lost.CutOffAtCommitAsync();
        Assert.Equal(0, (await done.ApplyAsync()).ExitCode);

        await primary.KillAsync(default);
        await standby.StartAsync(default);
        await Standby.PromoteAsync(standby);
        foreach (var scenario in reached.All.Concat(lost.All).Append(done))
            scenario.MoveTo(standby);

        await reached.SettleAsync("is on timeline 00000002 now, it was on 00000001", isThere: true);
        await lost.SettleAsync("is on timeline 00000002 now, it was on 00000001", isThere: false);
        // Acknowledged, and gone with the server that acknowledged it: with everything done, that is still looked for.
        var looked = await done.ApplyAsync();
        Assert.True(
            looked.ExitCode == 4
                && looked.Error.Contains(
                    "once is done in the state, but its marker is no longer in the database",
                    StringComparison.Ordinal
                ),
            done.Log
        );
        Assert.True((await done.ApplyAsync()).ExitCode == 0, done.Log);
        await Cases.ExpectOnceAsync(done);
    }

    [Fact]
    public async Task A_transaction_too_old_to_be_known_is_settled_by_what_is_there()
    {
        await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        await using var old = await Cases.NewAsync(cluster, "old", probed: Soak.Asked);
        await old.CutOffAtCommitAsync();
        await AgeAsync(cluster);
        await old.SettleAsync("it is too old", isThere: true);
    }

    // A million transactions later, which pg_resetwal has passed in no time, their oldest outcomes are thrown away for real.
    private static async Task AgeAsync(PostgresCluster cluster)
    {
        await cluster.StopAsync(PostgresStop.Fast, default);
        await Standby.RunAsync(cluster, "pg_resetwal", "-x", "1100000", "-D", cluster.DataFolder);
        // The page of the next id, which the server would have written on its way there.
        await Standby.WriteAsync(cluster, Path.Combine(cluster.DataFolder, "pg_xact", "0001"), new byte[8192 * 32]);
        await cluster.StartAsync(default);
        await PostgresFixture.SqlAsync(cluster.Superuser(), "UPDATE pg_database SET datallowconn = true");
        foreach (
            var database in (
                await PostgresFixture.SqlAsync(cluster.Superuser(), "SELECT string_agg(datname, ',') FROM pg_database")
            )!.Split(',')
        )
            await PostgresFixture.SqlAsync(cluster.Superuser(database), "VACUUM FREEZE");
        Assert.Null(await PostgresFixture.SqlAsync(cluster.Superuser(), "SELECT pg_xact_status('800')"));
    }

    /// <summary>The same plan with nobody to ask, with markers in the database, and with a probe.</summary>
    private sealed record Cases(PlanScenario Plain, PlanScenario Marked, PlanScenario? Probed) : IAsyncDisposable
    {
        public IEnumerable<PlanScenario> All => Probed is null ? [Plain, Marked] : [Plain, Marked, Probed];

        /// <summary>Their first step is done.</summary>
        public static async Task<Cases> NewAsync(PostgresCluster cluster, string name, bool probed)
        {
            var cases = new Cases(
                await PlanScenario.NewAsync(cluster, $"{name}_plain", Plan),
                await PlanScenario.NewAsync(cluster, $"{name}_marked", Plan, marked: true),
                probed ? await PlanScenario.NewAsync(cluster, $"{name}_probed", WithProbe) : null
            );
            await cases.EachAsync(async scenario =>
            {
                await scenario.OnWireAsync();
                Assert.True((await scenario.RunAsync("apply", "--yes", "--until", "table")).ExitCode == 0, scenario.Log);
            });
            return cases;
        }

        /// <summary>The second step's COMMIT is done, and its runner dies before it hears so.</summary>
        public Task CutOffAtCommitAsync() =>
            EachAsync(async scenario =>
            {
                await scenario.ApplyOnBreakingWireAsync(WireBreak.AtCommit(1, WireEnd.Kill, delivered: true));
                Assert.Equal(["once"], await scenario.QueryAsync("SELECT step FROM eff"));
            });

        public Task SettleAsync(string reason, bool isThere) =>
            EachAsync(async scenario =>
            {
                Assert.Equal(isThere ? ["once"] : [], await scenario.QueryAsync("SELECT step FROM eff"));
                var settled = await scenario.ApplyAsync();
                if (scenario == Plain)
                {
                    Assert.True(
                        settled.ExitCode == 4
                            && settled.Error.Contains(reason, StringComparison.Ordinal)
                            && settled.Error.Contains("next: planrunner resolve", StringComparison.Ordinal),
                        scenario.Log
                    );
                    Assert.Equal(
                        0,
                        (await scenario.RunAsync("resolve", "once", isThere ? "--done" : "--not-done", "--reason", "looked")).ExitCode
                    );
                    settled = await scenario.ApplyAsync();
                }

                Assert.True(settled.ExitCode == 0, scenario.Log);
                await ExpectOnceAsync(scenario);
            });

        public static async Task ExpectOnceAsync(PlanScenario scenario) =>
            Assert.True((await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1")).SequenceEqual(["last", "once"]), scenario.Log);

        public async ValueTask DisposeAsync()
        {
            foreach (var scenario in All)
                await scenario.DisposeAsync();
        }

        private Task EachAsync(Func<PlanScenario, Task> doAsync) => Task.WhenAll(All.Select(doAsync));
    }
}
