using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>Findings that stop a plan until it waives them. None stops an undo, which is always explicit.</summary>
internal static class BlockedGate
{
    public static Refusal? Ask(GateQuestion asked)
    {
        var blocking = PlanFindings
            .Of(asked.Target)
            .SelectMany(step => step.Value.Where(found => found.Blocks).Select(found => Told(step.Key.Value, found)))
            .ToList();
        return blocking.Count > 0 ? new Refusal(ExitCodes.PersonNeeded) { Reasons = blocking } : null;
    }

    private static Diagnostic Told(string step, StepFinding found) =>
        Diagnostic.Error(
            "PR5063",
            $"step \"{step}\": {found.Finding.Rule.Id}: {found.Finding.Message}",
            found.Finding.Place,
            $"{found.Finding.Safer}: waive: {{ {found.Finding.Rule.Id}: \"…\" }} on the step"
        );
}
