using System.Globalization;
using PlanRunner.Runner.Rehearsal.Measures;
using PlanRunner.Runner.Rehearsal.Proof;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>The text that a rehearsal ends with; its last line says it all.</summary>
internal static class RehearsalReport
{
    private const int MostLines = 40;

    /// <summary>The last lines of what the workload's process said, without secrets.</summary>
    public static IReadOnlyList<string> WorkloadOutput(WorkloadProcess workload, IReadOnlyDictionary<string, string> secrets)
    {
        if (!File.Exists(workload.OutputFile))
            return [];
        var lines = Redactor
            .Of(secrets)
            .Redact(File.ReadAllText(workload.OutputFile))
            .ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length <= MostLines
            ? lines
            : [$"({lines.Length - MostLines} lines above, in {workload.OutputFile})", .. lines[^MostLines..]];
    }

    /// <summary>Of a rehearsal whose apply did not come to its end: nothing can be proved.</summary>
    public static string WriteFailed(string title, JournalTimes? times, IReadOnlyList<string> output) =>
        string.Join('\n', [title, .. times is null ? [] : PerStep(times), .. Said(output), "", "Proof: none, the plan did not complete"]);

    /// <param name="title">The first line.</param>
    /// <param name="times">Of each step; null if they were reported while they ran.</param>
    /// <param name="proof">What was measured.</param>
    /// <param name="output">Output of the workload.</param>
    public static string Write(string title, JournalTimes? times, RehearsalProof proof, IReadOnlyList<string>? output = null)
    {
        var lines = new List<string> { title };
        if (times is not null)
            lines.AddRange(PerStep(times));
        if (proof.Writes is { } writes)
        {
            lines.AddRange(["", "Writes of the application"]);
            lines.AddRange(Writes(writes).Select(line => "  " + line));
        }

        lines.AddRange(Said(output ?? []));
        lines.AddRange(["", "Tables, the source against the target as it was when the application moved"]);
        lines.AddRange(Tables(proof).Select(line => "  " + line));
        if (proof.Sequences > 0)
        {
            lines.AddRange(["", "Sequences"]);
            lines.AddRange(
                proof.WrongSequences.DefaultIfEmpty($"{proof.Sequences} correct: none returns a value again").Select(line => "  " + line)
            );
        }

        lines.AddRange(["", "Left behind on the servers"]);
        lines.AddRange(
            proof.LeftBehind.Select(left => $"  {left.Key}: {(left.Value.Count == 0 ? "nothing" : string.Join(", ", left.Value))}")
        );
        lines.AddRange(["", Summary(proof)]);
        return string.Join('\n', lines);
    }

    /// <summary><c>Proof: 12 tables, 1,204,331 rows equal; 18,204 acknowledged writes, 0 lost, 0 doubled; longest pause 1.3s</c></summary>
    public static string Summary(RehearsalProof proof)
    {
        var parts = new List<string>();
        if (proof.Tables is { } tables)
        {
            var different = tables.Count(table => !table.Equal);
            parts.Add(
                $"{Number(tables.Count)} tables, {Number(tables.Sum(table => table.Source?.Rows ?? 0))} rows "
                    + $"{(different == 0 ? "equal" : $"compared, {different} tables differ")}"
            );
        }

        if (proof.Writes is { } writes)
        {
            parts.Add($"{Number(writes.Acknowledged)} acknowledged writes, {Number(writes.Lost)} lost, {Number(writes.Doubled)} doubled");
            parts.Add($"longest pause {Durations.Format(writes.PauseAtMove ?? writes.OtherPause)}");
        }

        var left = proof.LeftBehind.Values.Sum(things => things.Count);
        if (left > 0)
            parts.Add($"{left} things left behind");
        if (proof.WrongSequences.Count > 0)
            parts.Add($"{proof.WrongSequences.Count} sequences wrong");
        if (proof.Writes?.WrongCounters.Count > 0)
            parts.Add($"{proof.Writes.WrongCounters.Count} counters wrong");
        return $"Proof: {(parts.Count == 0 ? "nothing was left behind" : string.Join("; ", parts))}";
    }

    private static IEnumerable<string> Said(IReadOnlyList<string> output) =>
        output.Count == 0 ? [] : ["", "Output of the workload", .. output.Select(line => "  " + line)];

    private static IEnumerable<string> PerStep(JournalTimes times) => ["", "Time per step", .. Times(times)];

    private static IEnumerable<string> Times(JournalTimes times)
    {
        var all = times.Steps.ToList();
        var width = all.Count == 0 ? 0 : all.Max(step => step.Step.Length);
        return all.Select(step => $"  {step.Step.PadRight(width)}  {Durations.Format(step.Time), 7}");
    }

    private static IEnumerable<string> Writes(WriteProof writes)
    {
        yield return $"{Number(writes.Acknowledged)} acknowledged to {writes.Clients} clients: {Number(writes.Lost)} lost, "
            + $"{Number(writes.Doubled)} doubled";
        if (writes.Unknown > 0)
            yield return $"{Number(writes.Unknown)} whose COMMIT was never answered: {Number(writes.UnknownThere)} there, "
                + $"{Number(writes.Unknown - writes.UnknownThere)} not";
        if (writes.Foreign > 0)
            yield return $"{Number(writes.Foreign)} in the ledger that no client sent";
        foreach (var counter in writes.WrongCounters.DefaultIfEmpty("counters right"))
            yield return counter;
        if (writes.Failures.Count > 0)
            yield return $"refused and tried again: {string.Join(", ", writes.Failures.Select(f => $"{Number(f.Value)} with {f.Key}"))}";
        if (writes.PauseAtMove is { } pause)
            yield return $"longest pause at the move: {Durations.Format(pause)}; at any other time: {Durations.Format(writes.OtherPause)}";
        else
            yield return $"longest pause: {Durations.Format(writes.OtherPause)}";
    }

    private static IEnumerable<string> Tables(RehearsalProof proof)
    {
        if (proof.Tables is not { } tables)
            return [$"not compared: {proof.NotCompared}"];
        var width = tables.Count == 0 ? 0 : tables.Max(table => table.Name.Length);
        return tables.Select(table => $"{table.Name.PadRight(width)}  {Number(table.Source?.Rows ?? 0), 11}  {Verdict(table)}");
    }

    private static string Verdict(ComparedTable table) =>
        table switch
        {
            { Equal: true } => "equal",
            { Target: null } => "not on the target",
            { Source: null } => $"only on the target, {Number(table.Target.Rows)} rows",
            _ when table.Source.Rows != table.Target.Rows => $"differs: {Number(table.Target.Rows)} rows on the target",
            _ => "differs: same number of rows, other contents",
        };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
