using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using Xunit;

namespace PlanRunner.Tests.State;

/// <summary>
/// Lines of a journal that are lost, moved or of another lineage of the same plan, at each place. What is believed is never more than the
/// lines above the first that is not what stood there, and a repair keeps just those and puts the rest in doubt.
/// </summary>
public sealed class DamagedJournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-state-").FullName;
    private readonly string[] lines;
    private readonly string[] other;

    public DamagedJournalTests()
    {
        lines = Lines("a");
        other = Lines("b");
    }

    private string StatePath => Path.Combine(folder, "damaged.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("/dev/zero", "is a device, not a regular file")]
    [InlineData("pipe", "is a named pipe, not a regular file")]
    [InlineData("large", "has 8,589,934,592 bytes, and no more than 268,435,456 are read")]
    public void A_file_that_is_far_too_large_or_has_no_end_is_refused_by_its_size(string file, string said)
    {
        var path = Path.Combine(folder, file);
        if (file == "large")
        {
            using var sparse = File.Create(path);
            sparse.SetLength(8L << 30);
        }

        if (file == "pipe")
            Pipes.Make(path);

        var before = GC.GetTotalAllocatedBytes();
        var read = StateFile.Read(path, "p", "dev");
        var diagnostic = Assert.Single(read.Diagnostics);
        Assert.Equal("PR7005", diagnostic.Id);
        Assert.Contains(said, diagnostic.Message, StringComparison.Ordinal);
        Assert.True(read.Snapshot.IsEmpty);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 512L << 20);
    }

    [Fact]
    public void One_line_is_gone()
    {
        for (var at = 0; at < lines.Length; at++)
            Expect($"without line {at + 1}", [.. lines[..at], .. lines[(at + 1)..]], whole: at);
    }

    [Fact]
    public void Two_lines_are_swapped()
    {
        for (var one = 0; one < lines.Length; one++)
        {
            for (var two = one + 1; two < lines.Length; two++)
            {
                var swapped = (string[])lines.Clone();
                (swapped[one], swapped[two]) = (swapped[two], swapped[one]);
                Expect($"lines {one + 1} and {two + 1} swapped", swapped, whole: one);
            }
        }
    }

    [Fact]
    public void A_line_stands_twice()
    {
        for (var at = 0; at < lines.Length; at++)
        {
            for (var to = at + 1; to <= lines.Length; to++)
                Expect($"line {at + 1} again behind line {to}", [.. lines[..to], lines[at], .. lines[to..]], whole: to);
        }
    }

    [Fact]
    public void Lines_of_another_lineage_of_the_same_plan_are_among_them()
    {
        for (var at = 0; at <= lines.Length; at++)
        {
            for (var from = 0; from < other.Length; from++)
            {
                // A foreign header above all is the beginning of another journal, and only that is told.
                var whole = at == 0 && from == 0 ? 1 : at;
                Expect($"line {from + 1} of another before line {at + 1}", [.. lines[..at], other[from], .. lines[at..]], whole);
                if (at < lines.Length)
                    Expect($"line {from + 1} of another for line {at + 1}", [.. lines[..at], other[from], .. lines[(at + 1)..]], whole);
            }

            if (at is > 0 && at < other.Length)
                Expect($"the other one from line {at + 1} on", [.. lines[..at], .. other[at..]], whole: at);
        }
    }

    // The lines above stay; those at the end that are only missing are what the lock file remembers.
    private void Expect(string what, string[] damaged, int whole)
    {
        File.WriteAllText(StatePath, string.Concat(damaged.Select(line => line + "\n")));
        var reading = Read();
        var missingAtEnd = whole == damaged.Length;
        Assert.True(missingAtEnd != reading.Diagnostics.HasErrors, $"{what}: believed");
        Assert.True(reading.Length == damaged[..whole].Sum(line => line.Length + 1), $"{what}: {reading.Length} bytes believed");
        using (var witness = new FileStream(StatePath + ".lock", FileMode.Create, FileAccess.ReadWrite))
        {
            StateWitness.Write(witness, lines.Sum(line => line.Length + 1), JournalLine.HashIn(lines[^1])!, flush: false);
            Assert.True(!missingAtEnd || StateWitness.Check(witness, StatePath, reading) is not null, $"{what}: not missed");
        }

        if (whole == 0)
        {
            Assert.True(reading.Snapshot.IsEmpty, what);
            return;
        }

        var archive = StatePath + ".archived";
        StateStore.Repair(StatePath, reading, archive, new StateRepaired("ann", "host"), TimeProvider.System);
        var repaired = Read();
        Assert.True(!repaired.Diagnostics.HasErrors && repaired.Snapshot.TailLost, $"{what}: not repaired");
        Assert.True(File.ReadAllLines(archive).SequenceEqual(damaged), $"{what}: not archived");
        foreach (var step in new[] { "one", "two", "three" })
        {
            // Done where its done line is kept, else nobody knows.
            var kept = Array.Exists(
                damaged[..whole],
                line =>
                    line.Contains("\"event\":\"done\"", StringComparison.Ordinal)
                    && line.Contains($"\"step\":\"{step}\"", StringComparison.Ordinal)
            );
            var state = repaired.Snapshot.Find(new StepPath(step));
            Assert.True(
                kept ? state is { Status: StepStatus.Done } : state is null or { InDoubt: true },
                $"{what}: step {step} is {state?.Status}"
            );
        }

        File.Delete(archive);
    }

    private StateReading Read() => StateFile.Read(StatePath, "shop", "staging");

    private string[] Lines(string run)
    {
        var path = Path.Combine(folder, run + ".jsonl");
        using (var store = StateStore.Open(path, StateFile.Read(path, "shop", "staging"), "shop", "staging", TimeProvider.System))
        {
            StateEvent[] events =
            [
                new RunStarted(run, "apply", "ann", "host", 1, "1", null),
                new StepStarted(run, "one", StepEffect.Transaction),
                new StepDone(run, "one", "ran"),
                new StepStarted(run, "two", StepEffect.Outside),
                new StepDone(run, "two", "ran"),
                new StepStarted(run, "three", StepEffect.Transaction),
                new StepDone(run, "three", "ran"),
                new RunFinished(run, 0),
            ];
            foreach (var stateEvent in events)
                store.Write(stateEvent, flush: false);
        }

        return File.ReadAllLines(path);
    }
}
