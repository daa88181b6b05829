using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The disk under a state is full, at each of its writes; it may not be written; it goes away during a run. Nothing runs that could not
/// be recorded, a window that stands is told, and once there is space the next run ends as one that nobody disturbed. Real file systems.
/// </summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class FullDiskTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Page = 4096;

    // Of the lines that other rounds do not take.
    private const int UsualStride = 4;

    private const string Plan = """
        plan: NAME
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
          - id: tool
            shell: { run: "psql service=db -Xqc \"INSERT INTO eff VALUES ('tool')\"", with_connections: [db] }
            done_when: { on: db, text: SELECT true FROM eff WHERE step = 'tool' }
          - id: each
            generate: { from: db, on: db, text: "SELECT format('INSERT INTO eff VALUES (%L)', 'each ' || n) AS sql, n AS key FROM generate_series(1, 2) n" }
          - id: window
            on_failure: undo
            timeout: 10m
            steps:
              - id: freeze
                sql: { on: db, text: "INSERT INTO eff VALUES ('frozen')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'frozen'" } }
              - id: inside
                shell: { run: "BODY" }
                idempotent: true
                undo: none
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
        """;

    private static readonly string[] Whole = ["each 1", "each 2", "frozen", "last", "tool"];

    private static string Quick(string name) =>
        Plan.Replace("NAME", name, StringComparison.Ordinal).Replace("BODY", "true", StringComparison.Ordinal);

    private static string Gated =>
        Plan.Replace("NAME", "gone", StringComparison.Ordinal)
            .Replace("BODY", "touch begun; while [ ! -e go ]; do sleep 0.05; done", StringComparison.Ordinal);

    [Fact]
    [Trait(SoakSeries.Trait, SoakSeries.Name)]
    public async Task Full_at_each_line_it_goes_on_from_the_last_whole_one()
    {
        using var series = new SoakSeries("a disk that is full in the middle of a line of the journal", 0.05);
        var lengths = await LengthsAsync();
        Assert.InRange(lengths.Count, 18, 60);
        // One page more is for the file that names the lock's holder, one for what the lock remembers of the journal once that has begun.
        var lines = Enumerable.Range(1, lengths.Count).Where(line => Soak.Asked || line <= 2 || (line + Soak.Seed) % UsualStride == 0);
        await Parallel.ForEachAsync(
            series.Choose(lines),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (line, _) =>
            {
                // A longer name moves all lines, so that the last page there is for the journal ends in the middle of this one.
                var before = lengths.Take(line - 1).Sum() + lengths[line - 1] / 2;
                var pages = before / Page + 1;
                await FailAsync($"full_{line}", $"n{new string('x', pages * Page - before)}", pages + (line == 1 ? 1 : 2), line);
                series.Count(new SoakCounts(Faults: 1));
            }
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Full_before_the_first_line_nothing_is_begun(int pages)
    {
        await FailAsync($"full_from_{pages}", "n", pages, line: 0);
    }

    private async Task FailAsync(string database, string name, int pages, int line)
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, database, Quick(name));
        await using var disk = await SmallDisk.AtAsync(Path.Combine(scenario.Folder, "state"), Math.Max(pages, 1));
        // A size of nothing is no limit to the system.
        if (pages == 0)
            await File.WriteAllBytesAsync(Path.Combine(scenario.Folder, "state", "ballast"), new byte[Page]);
        string[] state = ["--yes", "--state", "state/s.jsonl"];
        var full = await scenario.RunAsync("apply", state);
        var stands = full.Error.Contains("group \"window\" is OPEN since", StringComparison.Ordinal);
        // Before the first line not even the lock's file can be written, where there is no room at all.
        var told = line == 0 && !full.Error.Contains("PR5007", StringComparison.Ordinal) ? "PR5005" : "PR5007";
        Assert.True(
            full.ExitCode == (stands ? 6 : 1) && full.Error.Contains(told, StringComparison.Ordinal),
            $"line {line}, exit {full.ExitCode}\n{scenario.Log}"
        );
        Assert.Contains("next: planrunner apply plan.yaml --env here", full.Error, StringComparison.Ordinal);
        Assert.True(
            line > 2 || (await scenario.QueryAsync("SELECT 1 FROM pg_class WHERE relname = 'eff'")).Count == 0,
            $"something ran before line {line} was written\n{scenario.Log}"
        );
        Assert.True(
            line == 0 || Lines(scenario) == line - 1,
            $"{Lines(scenario)} whole lines where {line - 1} were expected\n{scenario.Log}"
        );
        // Still full: no harm in trying. Where only the run's own last line is missing there is nothing to write.
        var again = await scenario.RunAsync("apply", state);
        Assert.True(
            again.ExitCode is 1 or 6
                || (again.ExitCode == 0 && again.Output.Contains("Nothing to run: 6 steps are done", StringComparison.Ordinal)),
            scenario.Log
        );

        await disk.GrowAsync();
        File.Delete(Path.Combine(scenario.Folder, "state", "ballast"));
        Assert.Equal(
            0,
            (
                await PlanRunnerProcess.RunAsync(
                    scenario.Folder,
                    "state",
                    "verify",
                    "plan.yaml",
                    "--env",
                    "here",
                    "--state",
                    "state/s.jsonl"
                )
            ).ExitCode
        );
        var next = await scenario.RunAsync("apply", state);
        Assert.True(next.ExitCode == 0, $"line {line}\n{scenario.Log}");
        var found = await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1");
        Assert.True(found.SequenceEqual(Whole), $"line {line}: {string.Join(", ", found)}\n{scenario.Log}");
    }

    private static int Lines(PlanScenario scenario) =>
        Path.Combine(scenario.Folder, "state", "s.jsonl") is var path && File.Exists(path)
            ? File.ReadAllText(path).Count(c => c == '\n')
            : 0;

    [Fact]
    public async Task A_state_that_may_not_be_written_can_be_looked_at_and_nothing_runs()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "read_only", Quick("gone"));
        await using var disk = await SmallDisk.AtAsync(Path.Combine(scenario.Folder, ".planrunner"), 256);
        Assert.True((await scenario.RunAsync("apply", "--yes", "--until", "each")).ExitCode == 0, scenario.Log);
        await disk.ReadOnlyAsync(true);
        foreach (var command in new[] { "status", "dry-run" })
            Assert.True((await scenario.RunAsync(command)).ExitCode == 0, scenario.Log);
        var refused = await scenario.ApplyAsync();
        Assert.True(
            refused.ExitCode == 1
                && refused.Error.Contains("PR5005", StringComparison.Ordinal)
                && refused.Error.Contains("next: planrunner apply", StringComparison.Ordinal),
            scenario.Log
        );
        Assert.Equal(["each 1", "each 2", "tool"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
        await disk.ReadOnlyAsync(false);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_window_whose_state_may_not_be_written_is_told_as_open()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "read_only_open", Gated);
        await using var disk = await SmallDisk.AtAsync(Path.Combine(scenario.Folder, ".planrunner"), 256);
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        await scenario.UntilAsync(
            () => Task.FromResult(File.Exists(Path.Combine(scenario.Folder, "begun"))),
            "it has begun",
            () => process.HasExited
        );
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        process.Kill();
        await PlanRunnerProcess.EndAsync(process);
        await disk.ReadOnlyAsync(true);
        var refused = await scenario.ApplyAsync();
        Assert.True(
            refused.ExitCode == 6 && refused.Error.Contains("group \"window\" is OPEN since", StringComparison.Ordinal),
            scenario.Log
        );
        await disk.ReadOnlyAsync(false);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    /// <summary>How the folder of the state goes away in the middle of a run, and comes back.</summary>
    public enum Gone
    {
        Renamed,
        Unmounted,
        OnlyTheFile,
        ReplacedByAnOlderCopy,
        RemovedForGood,
    }

    [Theory]
    [InlineData(Gone.Renamed)]
    [InlineData(Gone.Unmounted)]
    [InlineData(Gone.OnlyTheFile)]
    [InlineData(Gone.ReplacedByAnOlderCopy)]
    [InlineData(Gone.RemovedForGood)]
    public async Task A_state_that_goes_away_in_the_middle_stops_the_run_and_is_missed(Gone how)
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, $"gone_{how}", Gated);
        var home = Path.Combine(scenario.Folder, ".planrunner");
        var away = Path.Combine(scenario.Folder, "away");
        var file = Path.Combine(home, "gone.here.state.jsonl");
        await using var disk = how == Gone.Unmounted ? await SmallDisk.BindAsync(Directory.CreateDirectory(away).FullName, home) : null;
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        var telling = PlanRunnerProcess.EndAsync(process);
        await scenario.UntilAsync(
            () => Task.FromResult(File.Exists(Path.Combine(scenario.Folder, "begun"))),
            "it has begun",
            () => process.HasExited
        );
        var before = await File.ReadAllLinesAsync(file);
        switch (how)
        {
            case Gone.Renamed:
                Directory.Move(home, away);
                break;
            case Gone.Unmounted:
                await disk!.VanishAsync();
                break;
            case Gone.OnlyTheFile:
                File.Move(file, away);
                break;
            case Gone.ReplacedByAnOlderCopy:
                File.Move(file, away);
                await File.WriteAllLinesAsync(file, before[..^3]);
                break;
            default:
                Directory.Delete(home, recursive: true);
                break;
        }

        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        var told = await telling;
        Assert.True(
            process.ExitCode == 6
                && told.Contains("PR5007", StringComparison.Ordinal)
                && told.Contains("group \"window\" is OPEN since", StringComparison.Ordinal),
            $"exit {process.ExitCode}\n{told}"
        );
        Assert.DoesNotContain("last", await scenario.QueryAsync("SELECT step FROM eff"));

        // Neither taken for empty nor, where it is older, believed.
        var missed = await scenario.ApplyAsync();
        Assert.True(missed.ExitCode == 4 && missed.Error.Contains("PR5006", StringComparison.Ordinal), $"{told}\n{scenario.Log}");
        Assert.DoesNotContain("last", await scenario.QueryAsync("SELECT step FROM eff"));
        if (how == Gone.RemovedForGood)
        {
            await RepairAsync(scenario);
            return;
        }

        if (how == Gone.Renamed)
        {
            Directory.Delete(home, recursive: true);
            Directory.Move(away, home);
        }
        else if (how != Gone.Unmounted)
        {
            File.Move(away, file, overwrite: true);
        }

        await using var back = how == Gone.Unmounted ? await SmallDisk.BindAsync(away, home) : null;
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(Whole, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    private static async Task RepairAsync(PlanScenario scenario)
    {
        Assert.Equal(0, (await PlanRunnerProcess.RunAsync(scenario.Folder, "state", "repair", "plan.yaml", "--env", "here")).ExitCode);
        var asks = await scenario.ApplyAsync();
        Assert.True(asks.ExitCode == 4 && asks.Error.Contains("in doubt", StringComparison.Ordinal), scenario.Log);
        Assert.Equal(["each 1", "each 2", "frozen", "tool"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    // The lines of an undisturbed run, with a name of one letter; those of the journal's end are not among them, as full or not they say the same.
    private async Task<List<int>> LengthsAsync()
    {
        await using var undisturbed = await PlanScenario.NewAsync(postgres.Cluster, "full_not", Quick("n"));
        Assert.True((await undisturbed.ApplyAsync()).ExitCode == 0, undisturbed.Log);
        Assert.Equal(Whole, await undisturbed.QueryAsync("SELECT step FROM eff ORDER BY 1"));
        return [.. (await File.ReadAllLinesAsync(undisturbed.StatePath)).Select(line => System.Text.Encoding.UTF8.GetByteCount(line) + 1)];
    }
}
