using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Reporting;

/// <summary>What every output says of findings.</summary>
internal static class FindingWords
{
    /// <summary><c>block</c>, <c>warn</c>, <c>note</c>; <c>waived</c> where the plan takes it on.</summary>
    public static string Weight(StepFinding found) =>
        found.Waived is null ? found.Finding.Severity.ToString().ToLowerInvariant() : "waived";

    /// <summary>The same with what it means for an apply.</summary>
    public static string WeightInWords(StepFinding found) => found.Blocks ? $"{Weight(found)}: apply refuses this" : Weight(found);

    public static string Place(StepFinding found) => $"{found.Finding.Place.Source.Path}:{found.Finding.Place.Line}";

    /// <summary>What to do instead, or why it is meant; null where a note needs neither.</summary>
    public static string? Rest(StepFinding found) =>
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
