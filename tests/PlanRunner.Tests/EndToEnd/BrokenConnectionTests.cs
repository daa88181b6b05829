using System.Collections.Concurrent;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Tests.Repository;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The plan of <see cref="KillTests"/>, whose runner lives while its connection is reset (RST) at each message, with the message
/// lost or its answer: started again until it is done, it ends as a run that nobody disturbed. ./test takes a share, --soak all.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class BrokenConnectionTests : IAsyncLifetime
{
    private const string Effects = "SELECT step, detail, count(*) FROM effect GROUP BY 1, 2 ORDER BY 1, 2";
    private const int UsualStride = 67;

    private static readonly string Plan = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/kill/plan.yaml"));
    private PostgresCluster cluster = null!;

    public async Task InitializeAsync() => cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task Reset_at_every_message_it_ends_as_if_nothing_had_been()
    {
        await using var undisturbed = await PlanScenario.NewAsync(cluster, "undisturbed", Plan);
        var (_, messages) = await undisturbed.DieOnWireAsync(0, delivered: false);
        await undisturbed.RunToTheEndAsync();
        var expected = await EndStateAsync(undisturbed);
        Assert.InRange(messages, 60, 400);

        var failures = new ConcurrentBag<string>();
        var moments = Enumerable.Range(1, messages).Where(m => Soak.Asked || m % UsualStride == Soak.Seed % UsualStride).SelectMany(m => new[] { (m, true), (m, false) });
        await Parallel.ForEachAsync(moments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (moment, _) =>
        {
            var (message, delivered) = moment;
            await using var reset = await PlanScenario.NewAsync(cluster, $"reset_{message}_{(delivered ? "after" : "before")}", Plan);
            var code = await reset.ApplyOnBreakingWireAsync(WireBreak.AtMessage(message, WireEnd.Reset, delivered));
            // 6 where it was reset while the window was taken back, which the next run does first.
            if (code is not (0 or 1 or 6))
                failures.Add($"exit {code}\n{reset.Log}");
            await reset.RunToTheEndAsync();
            var found = await EndStateAsync(reset);
            if (found != expected)
                failures.Add($"{found}\ninstead of\n{expected}\n{reset.Log}");
            await reset.DropAsync();
        });
        Assert.Empty(failures);
    }

    private static async Task<string> EndStateAsync(PlanScenario scenario) => string.Join('\n',
    [
        .. await scenario.QueryAsync(Effects),
        .. await scenario.QueryAsync("SELECT count(*) FROM frozen"),
        .. await scenario.MarksAsync(),
        File.Exists(scenario.Trap) ? "the trap is there" : "",
    ]);
}
