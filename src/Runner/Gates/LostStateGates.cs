using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Gates;

/// <summary>What a new state would lose track of.</summary>
internal static class LostStateGates
{
    /// <summary>A state that is missing, or was repaired, does not say whether a guarded group is open.</summary>
    /// <param name="changes">What the state says.</param>
    /// <param name="missed">The previous state is gone.</param>
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
                        $"it is not known whether group \"{maybe.Path}\" is still open: the state that recorded it is gone or was repaired",
                        "a new state would lose track of what must be undone; check, undo it by hand if it is open, then record that: "
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
                "a new state would lose track of what must be undone; if it was undone by other means, by another plan for instance, "
                    + "record which: --window-closed \"…\""
            ) with
            {
                Next = $"planrunner apply {arguments}",
            }
            : null;
}
