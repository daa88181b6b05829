using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Decisions;

/// <summary>Approval of a manual step.</summary>
internal static class Approving
{
    public static Decided Decide(DecisionOptions options, StepChange change) =>
        change switch
        {
            { Step.Body.Effect: not StepEffect.Person } => Decided.Not(
                "PR5020",
                $"step \"{change.Path}\" is not a manual step, so there is nothing to approve",
                $"resolve is for a step in doubt, accept for a changed text; see: {options.Status(change)}"
            ),
            { State.Status: StepStatus.Done } => Decided.Not("PR5021", $"step \"{change.Path}\" is already done"),
            _ => Decided.To(
                new StepApproved(change.Path.Value, options.By.User, options.By.Machine) { Text = change.Step.Fingerprint },
                $"Approved {change.Path}."
            ),
        };
}
