namespace PlanRunner.Sql.Findings;

/// <summary>A rule that a statement's words fulfil, whatever is around it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Token">The token of the statement where it shows.</param>
/// <param name="Relation">The relation it is about; null where it is about none.</param>
/// <param name="Message">What was found.</param>
internal sealed record RuleHit(FindingRule Rule, int Token, string? Relation, string Message)
{
    /// <summary>Where the rule's own advice does not fit.</summary>
    public string? Safer { get; init; }
}
