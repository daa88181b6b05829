using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Gates;

/// <summary>What a state that is begun anew would forget.</summary>
internal static class LostStateGates
{
    /// <summary>A state that is gone, or that was repaired, does not tell whether a guarded group is open.</summary>
    /// <param name="changes">What the state tells.</param>
    /// <param name="missed">The state that was there is gone.</param>
    /// <param name="arguments">How the plan and its environment are named.</param>
    public static Refusal? Unknown(ChangeSet changes, bool missed, CommandArguments arguments) =>
        changes.All.FirstOrDefault(c => c.Step.Step.Guarded && (missed || c.Leaves.Any(leaf => leaf.Doubt == Doubt.Unrecorded)))
            is { } maybe
            ? new Refusal(ExitCodes.PersonNeeded)
            {
                Reasons =
                [
                    Refusal.At(
                        maybe.Step.Place,
                        "PR5043",
                        $"nobody knows whether group \"{maybe.Path}\" stands open: the state that told it is gone or was repaired",
                        "a new state would forget what has to be taken back; look, take it back by hand if it stands, then say so: "
                            + $"planrunner state new {arguments} --window-closed \"…\""
                    ),
                ],
            }
            : null;

    public static Refusal? Open(ChangeSet changes, CommandArguments arguments) =>
        changes.All.FirstOrDefault(c => c.Open is not null) is { } open
            ? Refusal.Of(
                ExitCodes.NotUndone,
                "PR5042",
                $"group \"{open.Path}\" is open: {open.Reason}",
                "a new state would forget what has to be taken back; where it was taken back by other means, by another plan for instance, "
                    + "say by which: --window-closed \"…\""
            ) with
            {
                Next = $"planrunner apply {arguments}",
            }
            : null;
}
