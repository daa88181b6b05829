using PlanRunner.Source;

namespace PlanRunner.Sql.Findings;

/// <summary>Something in a rendered text that a reviewer has to know: where, what, and what would be safer.</summary>
/// <param name="Rule">What was looked for.</param>
/// <param name="Severity">The rule's, or less where the table is known to be small.</param>
/// <param name="Place">Where the statement is.</param>
/// <param name="Message">What was found, with the names of what it concerns. Holds no secret.</param>
internal sealed record Finding(FindingRule Rule, FindingSeverity Severity, Place Place, string Message)
{
    /// <summary>What it is about; null where it is about none.</summary>
    public string? Relation { get; init; }

    /// <summary>How the statement begins, as people may see it.</summary>
    public string Beginning { get; init; } = "";

    public string Safer { get; init; } = Rule.Safer;
}
