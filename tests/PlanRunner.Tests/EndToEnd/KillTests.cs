using PlanRunner.Runner.Rehearsal;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The run is killed around every line of its journal, and so around every COMMIT: before the committing line, between it and
/// COMMIT, between COMMIT and the done line. Started again, it ends as a run that nobody disturbed, each effect once.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class KillTests : IAsyncLifetime
{
    private const string Effects = "SELECT step, detail, count(*) FROM effect GROUP BY 1, 2 ORDER BY 1, 2";
    private static readonly string Plan = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/kill/plan.yaml"));
    private PostgresCluster cluster = null!;

    public async Task InitializeAsync() => cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_connections"] = "50" } }, default);

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task Killed_around_every_journal_line_and_started_again_each_effect_is_there_once()
    {
        await using var undisturbed = await PlanScenario.NewAsync(cluster, "undisturbed", Plan);
        await undisturbed.RunToTheEndAsync();
        var expected = await undisturbed.QueryAsync(Effects);
        Assert.Equal(["all 1 1", "all 2 1", "all 3 1", "bound x 1", "each 1 1", "each 2 1", "each 3 1", "inside  1", "last  1", "plain  1", "switch  1", "table  1", "taken x 1"], expected);

        await undisturbed.ExpectNothingToRunAsync();
        var lines = await undisturbed.LinesOfFirstRunAsync();
        Assert.InRange(lines, 30, 100);
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, lines).SelectMany(line => new[] { (line, before: true), (line, before: false) }),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (kill, _) =>
            {
                await using var killed = await PlanScenario.NewAsync(cluster, $"kill_{kill.line}_{(kill.before ? "before" : "after")}", Plan);
                await killed.DieAsync(kill.before, kill.line);
                await killed.RunToTheEndAsync();
                var found = await killed.QueryAsync(Effects);
                if (!found.SequenceEqual(expected))
                    failures.Add($"killed {(kill.before ? "before" : "after")} line {kill.line}: {string.Join(", ", found)}\n{killed.Log}");
            });
        Assert.Empty(failures);
    }
}
