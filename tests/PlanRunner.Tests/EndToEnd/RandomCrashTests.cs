using System.Collections.Concurrent;
using System.Text.Json;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using Xunit;
using Xunit.Abstractions;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// Plans that chance made, cut off where chance wants: around a line of the journal, around a message to the server, at any moment,
/// by a signal. What holds for all of them: started again, they end as a run that nobody disturbed; then nothing is left to do;
/// looking changes nothing; undone, also cut off, the database is as it was before; what a step needs ran before it.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class RandomCrashTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int UsualTrials = 5;
    private const string Effects = "SELECT step, detail FROM effect";

    private const string Catalog = """
        SELECT 'relation', c.relname, c.relkind, coalesce(i.indisvalid, true), (SELECT string_agg(format('%s %s %s', attname, atttypid::regtype, attnotnull), ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0)
        FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'function', proname, prokind, true, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        ORDER BY 1, 2
        """;

    private readonly ConcurrentBag<string> failures = [];
    private PostgresCluster cluster = null!;

    public async Task InitializeAsync() =>
        cluster = await PostgresCluster.StartNewAsync(
            new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_connections"] = "60" } },
            default
        );

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task Started_again_they_end_as_if_nothing_had_been_and_undone_they_leave_nothing()
    {
        using var series = new SoakSeries("random plans, interrupted at random", 0.26);
        await Parallel.ForEachAsync(
            series.Seeds(UsualTrials),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (seed, _) =>
            {
                var plan = RandomPlan.Of(seed);
                await using var calm = await NewAsync(plan, $"calm_{seed}");
                await using var wild = await NewAsync(plan, $"wild_{seed}");
                await wild.OnWireAsync();
                try
                {
                    await TryAsync(plan, calm, wild, new Random(seed), series);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    series.Failed(seed);
                    failures.Add(
                        $"{SoakSeries.Replay(seed, nameof(RandomCrashTests))}\n{e}\n{plan.Text}\nUNDISTURBED\n{calm.Log}\nDISTURBED\n{wild.Log}"
                    );
                }

                await calm.DropAsync();
                await wild.DropAsync();
            }
        );
        foreach (var failure in failures)
            output.WriteLine(failure);
        Assert.Empty(failures);
    }

    private Task<PlanScenario> NewAsync(RandomPlan plan, string name) => PlanScenario.NewAsync(cluster, name, plan.Text, plan.Markers);

    private static async Task TryAsync(RandomPlan plan, PlanScenario calm, PlanScenario wild, Random random, SoakSeries series)
    {
        var before = await wild.QueryAsync(Catalog);
        await FinishAsync(plan, calm);
        Assert.Equal(plan.Effects, Sorted(await calm.QueryAsync(Effects)));
        await HadWhatTheyNeedAsync(plan, calm);

        for (var times = random.Next(1, 5); times > 0; times--)
        {
            series.Count(await Disturbance.Next(random).DoAsync(wild, "apply"));
            if (random.Next(3) == 0)
                await LookingChangesNothingAsync(wild);
        }

        await FinishAsync(plan, wild);
        var found = Sorted(await wild.QueryAsync(Effects));
        series.Count(SoakCounts.Of(plan.Effects, found));
        Assert.Equal(plan.Effects, found);
        Assert.Equal(await calm.QueryAsync(Catalog), await wild.QueryAsync(Catalog));
        Assert.Equal(await calm.MarksAsync(), await wild.MarksAsync());
        await wild.ExpectNothingToRunAsync();
        Expect(0, await wild.RunAsync("dry-run", "--detailed-exitcode"), wild);

        string[] past = [.. plan.PointsOfNoReturn.SelectMany(path => new[] { "--past", path })];
        series.Count(await Disturbance.Next(random).DoAsync(wild, "undo", past));
        Expect(0, await wild.RunAsync("undo", ["--yes", .. past]), wild);
        Assert.Equal(before, await wild.QueryAsync(Catalog));
        if (random.Next(3) == 0)
        {
            await FinishAsync(plan, wild);
            Assert.Equal(plan.Effects, Sorted(await wild.QueryAsync(Effects)));
        }
    }

    /// <summary>Applies, and decides what only a person can, until all is done.</summary>
    private static async Task FinishAsync(RandomPlan plan, PlanScenario scenario)
    {
        for (var runs = 0; runs < 20; runs++)
        {
            var result = await scenario.ApplyAsync();
            if (result.ExitCode == 0)
                return;
            if (result.ExitCode == 1)
                continue;
            // 6 where the step in doubt stands in a window that is open.
            Assert.True(result.ExitCode is 4 or 6, scenario.Log);
            await DecideAsync(plan, scenario);
        }

        Assert.Fail("it does not come to an end\n" + scenario.Log);
    }

    // As an operator would: by what the database shows, and only where the plan gave the runner no way to know.
    private static async Task DecideAsync(RandomPlan plan, PlanScenario scenario)
    {
        // A step that failed with an error of its own has failed, and may not run again on a guess either.
        var unsettled = await scenario.UnsettledAsync();
        foreach (var mark in await scenario.MarksAsync())
        {
            var (path, status) = (
                mark[..mark.IndexOf(' ', StringComparison.Ordinal)],
                mark[(mark.IndexOf(' ', StringComparison.Ordinal) + 1)..]
            );
            if (status == "a person")
                Expect(0, await scenario.RunAsync("approve", path), scenario);
            if (
                status != "in doubt" && !unsettled.Contains(path)
                || plan.Undecidable.FirstOrDefault(step => step.Path == path) is not { Row: { } row }
            )
                continue;
            var done = (await scenario.QueryAsync(Effects)).Contains(row);
            Expect(
                0,
                await scenario.RunAsync("resolve", path, done ? "--done" : "--not-done", "--reason", "looked at the table"),
                scenario
            );
        }
    }

    private static async Task LookingChangesNothingAsync(PlanScenario scenario)
    {
        // What a killed runner had started goes on for a moment without it.
        await scenario.UntilNothingRunsAsync(scenario.Log);
        var before = await EverythingAsync(scenario);
        await scenario.RunAsync("dry-run", "--full");
        await scenario.RunAsync("status");
        Assert.Equal(before, await EverythingAsync(scenario));
    }

    private static async Task<string> EverythingAsync(PlanScenario scenario)
    {
        var files = Directory
            .EnumerateFiles(scenario.Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}");
        var catalog = await scenario.QueryAsync(Catalog);
        var rows = catalog.Exists(row => row.StartsWith("relation effect ", StringComparison.Ordinal))
            ? Sorted(await scenario.QueryAsync(Effects))
            : [];
        return string.Join('\n', [.. files, .. catalog, .. rows]);
    }

    /// <summary>By the journal: no step started for the first time before what it needs had ended well.</summary>
    private static async Task HadWhatTheyNeedAsync(RandomPlan plan, PlanScenario scenario)
    {
        var events = new List<(string Event, string Step)>();
        foreach (var line in await File.ReadAllLinesAsync(scenario.StatePath))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("step", out var step))
                events.Add((json.RootElement.GetProperty("event").GetString()!, step.GetString()!));
        }

        foreach (var (step, needs) in plan.Needs)
        {
            var started = events.FindIndex(e => e.Event == "started" && Within(e.Step, step));
            foreach (var needed in needs.Where(_ => started >= 0))
                Assert.True(
                    events.FindLastIndex(started, e => e.Event is "done" or "skipped" && Within(e.Step, needed)) >= 0,
                    $"{step} ran before {needed}\n{scenario.Log}"
                );
        }
    }

    private static bool Within(string path, string of) =>
        path == of || path.StartsWith(of + "/", StringComparison.Ordinal) || path.StartsWith(of + "[", StringComparison.Ordinal);

    private static void Expect(int exitCode, ProcessResult result, PlanScenario scenario) =>
        Assert.True(result.ExitCode == exitCode, $"expected exit {exitCode}\n{scenario.Log}");

    private static List<string> Sorted(List<string> rows)
    {
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
