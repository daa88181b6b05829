using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Gates;

/// <summary>Guarded groups that are open.</summary>
internal static class OpenGuardedGroups
{
    /// <summary>One that is to be undone; null where none is open, or what is open is past its point of no return.</summary>
    public static StepState? Open(StateSnapshot state) =>
        state.Steps.Values.FirstOrDefault(s => s is { IsGroup: true, IsOpen: true } && !PastReturn(state, s));

    /// <summary>The refusal of a run that could not start, with the group that is still open; its next command undoes it.</summary>
    public static Refusal Told(Refusal refusal, StateSnapshot state) =>
        Open(state) is not { } open
            ? refusal
            : refusal with
            {
                ExitCode = ExitCodes.NotUndone,
                Reasons =
                [
                    .. refusal.Reasons,
                    Diagnostic.Error(
                        "PR6018",
                        $"group \"{open.Path}\" is OPEN since {open.StartedAt:yyyy-MM-dd HH:mm:ss}Z and was not undone",
                        null,
                        "fix what is reported above at once; every apply tries to undo it first"
                    ),
                ],
            };

    /// <summary>The plan can no longer undo what is open.</summary>
    public static Refusal? Lost(ChangeSet changes, CommandArguments arguments)
    {
        if (changes.Lost is not { } lost)
            return null;
        var revision = changes.State.Runs.FindLast(r => r.Run == lost.Run)?.Revision is { } commit ? $" (revision {commit})" : "";
        var since = $"{lost.StartedAt:yyyy-MM-dd HH:mm:ss}Z";
        return Refusal.Of(
            ExitCodes.NotUndone,
            "PR5018",
            $"{(lost.IsGroup ? "the guarded group" : "the step")} \"{lost.Path}\" has been open since {since}, "
                + "and the plan can no longer undo it: it was removed, renamed or changed",
            $"restore the plan that ran{revision} and run: planrunner apply {arguments}"
        );
    }

    private static bool PastReturn(StateSnapshot state, StepState group) =>
        state.Steps.Values.Any(s =>
            s is { PointOfNoReturn: true, Status: not StepStatus.Pending } && new StepPath(s.Path).IsWithin(new StepPath(group.Path))
        );
}
