using System.Collections.Concurrent;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Tests.Repository;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A plan with every kind is killed at each moment at which something becomes durable: around every line of its journal, and around
/// every message to the server, so around every statement and COMMIT. Or its connection is reset there, and it lives. Started again, it ends as a run that nobody disturbed: each
/// effect once, the same catalog, the same journal of what is done. ./test takes some of the moments, ./test --soak all for which there
/// is time.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class KillTests : IAsyncLifetime
{
    private const string Effects = "SELECT step, detail FROM effect ORDER BY 1, 2";

    // One of so many is tried in ./test: each is three runs of a process. The two moments around a line or message are two.
    private const int UsualLines = 5;
    private const int UsualMessages = 9;
    private const int UsualResets = 30;

    private static readonly string[] Undisturbed =
    [
        "all 1",
        "all 2",
        "all 3",
        "bound x",
        "called ",
        "each 1",
        "each 2",
        "each 3",
        "inside ",
        "last ",
        "plain ",
        "seen ",
        "switch ",
        "table ",
        "taken x",
        "tool ",
        "verified 4",
    ];

    private static readonly string Plan = File.ReadAllText(
        Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/kill/plan.yaml")
    );
    private readonly ConcurrentBag<string> failures = [];
    private PostgresCluster cluster = null!;
    private string expected = "";

    public async Task InitializeAsync() =>
        cluster = await PostgresCluster.StartNewAsync(
            new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_connections"] = "50" } },
            default
        );

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task Killed_around_every_line_of_the_journal_it_ends_as_if_nothing_had_been()
    {
        using var series = new SoakSeries("a plan with every kind, killed around a line of its journal", 0.1);
        await using var undisturbed = await UndisturbedAsync();
        var lines = await undisturbed.LinesOfFirstRunAsync();
        Assert.InRange(lines, 40, 120);
        await EachAsync(
            series,
            lines,
            UsualLines,
            async (killed, line, before) => await killed.DieAsync(before, line),
            new SoakCounts(Kills: 1)
        );
    }

    [Fact]
    public async Task Killed_around_every_message_to_the_server_it_ends_as_if_nothing_had_been()
    {
        using var series = new SoakSeries("a plan with every kind, killed around a message to the server", 0.15);
        await using var undisturbed = await UndisturbedAsync();
        await using var counted = await PlanScenario.NewAsync(cluster, "counted", Plan);
        var (_, messages) = await counted.DieOnWireAsync(0, delivered: false);
        Assert.InRange(messages, 60, 400);
        await EachAsync(
            series,
            messages,
            UsualMessages,
            async (killed, message, before) => await killed.DieOnWireAsync(message, delivered: !before),
            new SoakCounts(Kills: 1)
        );
    }

    [Fact]
    public async Task Its_connection_reset_at_every_message_it_ends_as_if_nothing_had_been()
    {
        using var series = new SoakSeries("a plan with every kind, its connection reset at a message", 0.1);
        await using var undisturbed = await UndisturbedAsync();
        await using var counted = await PlanScenario.NewAsync(cluster, "counted", Plan);
        var (_, messages) = await counted.DieOnWireAsync(0, delivered: false);
        await EachAsync(
            series,
            messages,
            UsualResets,
            async (reset, message, before) =>
            {
                var (exitCode, _, _) = await reset.BreakOnWireAsync(WireBreak.AtMessage(message, WireEnd.Reset, delivered: !before));
                // 6 where it was reset while the window was taken back, which the next run does first.
                Assert.True(exitCode is 0 or 1 or 6, reset.Log);
            },
            new SoakCounts(Faults: 1)
        );
    }

    private async Task<PlanScenario> UndisturbedAsync()
    {
        var undisturbed = await PlanScenario.NewAsync(cluster, "undisturbed", Plan);
        await undisturbed.RunToTheEndAsync();
        Assert.Equal(Undisturbed, await undisturbed.QueryAsync(Effects));
        await undisturbed.ExpectNothingToRunAsync();
        expected = await EndStateAsync(undisturbed);
        return undisturbed;
    }

    private async Task EachAsync(
        SoakSeries series,
        int moments,
        int stride,
        Func<PlanScenario, int, bool, Task> disturbAsync,
        SoakCounts disturbance
    )
    {
        var kills = series.Choose(
            Enumerable.Range(1, moments).SelectMany(moment => new[] { (Moment: moment, Before: true), (Moment: moment, Before: false) }),
            stride
        );
        await Parallel.ForEachAsync(
            kills,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (kill, _) =>
            {
                await using var killed = await PlanScenario.NewAsync(
                    cluster,
                    $"kill_{kill.Moment}_{(kill.Before ? "before" : "after")}",
                    Plan
                );
                await disturbAsync(killed, kill.Moment, kill.Before);
                await killed.RunToTheEndAsync();
                series.Count(disturbance + SoakCounts.Of(Undisturbed, await killed.QueryAsync(Effects)));
                var found = await EndStateAsync(killed);
                if (found != expected)
                    failures.Add($"{found}\n{killed.Log}");
                await killed.DropAsync();
            }
        );
        if (failures.IsEmpty)
            return;
        series.Failed(Soak.Seed);
        Assert.Fail($"{SoakSeries.Replay(Soak.Seed, nameof(KillTests))}\n{string.Join("\n\n", failures)}");
    }

    private static async Task<string> EndStateAsync(PlanScenario scenario) =>
        string.Join(
            '\n',
            [
                .. await scenario.QueryAsync(Effects),
                .. await scenario.QueryAsync(
                    "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
                ),
                .. await scenario.QueryAsync("SELECT count(*) FROM frozen"),
                .. await scenario.MarksAsync(),
                File.Exists(scenario.Trap) ? "the trap is there" : "",
            ]
        );
}
