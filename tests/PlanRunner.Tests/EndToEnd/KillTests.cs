using System.Collections.Concurrent;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A plan with every kind is killed at each moment at which something becomes durable: around every line of its journal, and around
/// every message to the server, so around every statement and COMMIT. Started again, it ends as a run that nobody disturbed: each
/// effect once, the same catalog, the same journal of what is done. Of the messages ./test takes a share, ./test --soak all.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class KillTests : IAsyncLifetime
{
    private const string Effects = "SELECT step, detail, count(*) FROM effect GROUP BY 1, 2 ORDER BY 1, 2";

    // Of those that other tests do not take; each is two runs of a process.
    private const int UsualStride = 5;

    private static readonly string Plan = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/kill/plan.yaml"));
    private readonly ConcurrentBag<string> failures = [];
    private PostgresCluster cluster = null!;
    private string expected = "";

    public async Task InitializeAsync() => cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_connections"] = "50" } }, default);

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task Killed_around_every_line_of_the_journal_it_ends_as_if_nothing_had_been()
    {
        await using var undisturbed = await UndisturbedAsync();
        var lines = await undisturbed.LinesOfFirstRunAsync();
        Assert.InRange(lines, 40, 120);
        await EachAsync(Enumerable.Range(1, lines), before: true, after: true, async (killed, line, before) => await killed.DieAsync(before, line));
    }

    [Fact]
    public async Task Killed_around_every_message_to_the_server_it_ends_as_if_nothing_had_been()
    {
        await using var undisturbed = await UndisturbedAsync();
        await using var counted = await PlanScenario.NewAsync(cluster, "counted", Plan);
        var (_, messages) = await counted.DieOnWireAsync(0, delivered: false);
        Assert.InRange(messages, 60, 400);
        var chosen = Enumerable.Range(1, messages).Where(m => Soak.Asked || m % UsualStride == Soak.Seed % UsualStride);
        await EachAsync(chosen, before: true, after: true, async (killed, message, before) => await killed.DieOnWireAsync(message, delivered: !before));
    }

    private async Task<PlanScenario> UndisturbedAsync()
    {
        var undisturbed = await PlanScenario.NewAsync(cluster, "undisturbed", Plan);
        await undisturbed.RunToTheEndAsync();
        Assert.Equal(
            ["all 1 1", "all 2 1", "all 3 1", "bound x 1", "each 1 1", "each 2 1", "each 3 1", "inside  1", "last  1", "plain  1", "switch  1", "table  1", "taken x 1", "tool  1", "verified 4 1"],
            await undisturbed.QueryAsync(Effects));
        await undisturbed.ExpectNothingToRunAsync();
        expected = await EndStateAsync(undisturbed);
        return undisturbed;
    }

    private async Task EachAsync(IEnumerable<int> moments, bool before, bool after, Func<PlanScenario, int, bool, Task> killAsync)
    {
        var kills = moments.SelectMany(moment => new[] { (Moment: moment, Before: true), (Moment: moment, Before: false) }).Where(kill => kill.Before ? before : after);
        await Parallel.ForEachAsync(kills, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (kill, _) =>
        {
            await using var killed = await PlanScenario.NewAsync(cluster, $"kill_{kill.Moment}_{(kill.Before ? "before" : "after")}", Plan);
            await killAsync(killed, kill.Moment, kill.Before);
            await killed.RunToTheEndAsync();
            var found = await EndStateAsync(killed);
            if (found != expected)
                failures.Add($"{found}\n{killed.Log}");
            await killed.DropAsync();
        });
        Assert.Empty(failures);
    }

    private static async Task<string> EndStateAsync(PlanScenario scenario) => string.Join('\n',
    [
        .. await scenario.QueryAsync(Effects),
        .. await scenario.QueryAsync("SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"),
        .. await scenario.QueryAsync("SELECT count(*) FROM frozen"),
        .. await scenario.MarksAsync(),
        File.Exists(scenario.Trap) ? "the trap is there" : "",
    ]);
}
