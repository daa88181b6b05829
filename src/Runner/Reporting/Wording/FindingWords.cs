using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>What every output says of findings.</summary>
internal static class FindingWords
{
    /// <summary><c>block</c>, <c>warn</c>, <c>note</c>; <c>waived</c> where the plan takes it on.</summary>
    public static string Weight(StepFinding found) =>
        found.Waived is null ? found.Finding.Severity.ToString().ToLowerInvariant() : "waived";

    public static Notice Notice(StepFinding found, string environment) =>
        new(found.Finding.Rule.Id, Weight(found), found.Finding.Message, found.Finding.Place)
        {
            // What it means for an apply.
            WeightInWords = found.Blocks ? $"{Weight(found)}: apply refuses this" : Weight(found),
            Rest = Rest(found),
            Tone = found switch
            {
                { Blocks: true } => Tone.Alarm,
                { Waived: null, Finding.Severity: FindingSeverity.Warn } => Tone.Changed,
                _ => Tone.Quiet,
            },
            Level = found switch
            {
                { Waived: not null } => null,
                { Finding.Severity: FindingSeverity.Block } => AnnotationLevel.Error,
                { Finding.Severity: FindingSeverity.Warn } => AnnotationLevel.Warning,
                _ => null,
            },
            Alone = $"{found.Finding.Rule.Id} in {environment}",
        };

    // What to do instead, or why it is meant; null where a note needs neither.
    private static string? Rest(StepFinding found) =>
        found switch
        {
            { Waived: { } waiver } => $"waived: {waiver.Reason}",
            { Finding.Severity: FindingSeverity.Note } => null,
            _ => $"safer: {found.Finding.Safer}",
        };

    /// <summary>Counted in one line; null where nothing was found.</summary>
    public static string? Summary(Review review)
    {
        var counts = review
            .Findings.GroupBy(Weight, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        string[] order = ["block", "warn", "note", "waived"];
        return counts.Count == 0
            ? null
            : $"Findings: {string.Join(", ", order.Where(counts.ContainsKey).Select(weight => $"{counts[weight]} {weight}"))}";
    }
}
