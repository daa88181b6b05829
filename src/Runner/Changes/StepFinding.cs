using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>A finding on the text of a step that would run, and its waiver.</summary>
internal sealed record StepFinding(Finding Finding, Waiver? Waived)
{
    /// <summary>An apply refuses it.</summary>
    public bool Blocks => Finding.Severity == FindingSeverity.Block && Waived is null;
}
