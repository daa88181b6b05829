namespace PlanRunner.Sql.Findings;

/// <summary>One thing that is looked for. Its id is in plans that waive it, so it is never renamed.</summary>
/// <param name="Id">As a waiver names it.</param>
/// <param name="Severity">Its severity if the size of the table is unknown.</param>
/// <param name="Meaning">What it finds, for the documentation.</param>
/// <param name="Safer">What to do instead.</param>
/// <param name="BySize">For a small table it is a note.</param>
internal sealed record FindingRule(string Id, FindingSeverity Severity, string Meaning, string Safer, bool BySize = false);
