using System.Globalization;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>What every output says of a rehearsal's measurements.</summary>
internal static class EvidenceWords
{
    /// <summary>A sentence each; what locks out nobody is left out.</summary>
    public static IEnumerable<string> Sentences(ReviewStep step)
    {
        if (step.Evidence is not { } evidence)
            yield break;
        var wal = evidence switch
        {
            { WalBytes: { } own } => $", {Bytes(own)} of WAL",
            { ServerWalBytes: { } all } => $", at most {Bytes(all)} of WAL (of everybody)",
            _ => "",
        };
        yield return $"rehearsed in {Time(evidence.Milliseconds)}{wal}";
        foreach (var one in evidence.Locks.Where(l => TableLocks.Named(l.Mode) >= TableLock.ShareUpdateExclusive))
            yield return $"rehearsed: {one.Mode} on {one.Relation} ({one.Connection}) for at most "
                + $"{Time(one.Milliseconds)}{(evidence.Sampled ? ", as seen every few ms" : "")}";
        foreach (var rows in evidence.Rows)
            yield return $"rehearsed: {rows.Relation}: {string.Join(", ", Counts(rows))}";
        foreach (var table in evidence.NewFiles)
            yield return $"rehearsed: {table} was rewritten or emptied";
    }

    private static IEnumerable<string> Counts(EvidenceRows rows)
    {
        foreach (var (count, what) in new[] { (rows.Inserted, "inserted"), (rows.Updated, "updated"), (rows.Deleted, "deleted") })
        {
            if (count > 0)
                yield return $"{count.ToString("N0", CultureInfo.InvariantCulture)} rows {what}";
        }
    }

    private static string Time(double milliseconds) => Durations.Format(TimeSpan.FromMilliseconds(milliseconds));

    private static string Bytes(long bytes) => new RelationSize(-1, bytes).Words;
}
