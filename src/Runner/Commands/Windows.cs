using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>Guarded groups that stand open.</summary>
internal static class Windows
{
    /// <summary>One that is to be taken back; null where none is open, or what is open is past its point of no return.</summary>
    public static StepState? Open(StateSnapshot state) => state.Steps.Values.FirstOrDefault(s =>
        s is { Kind: "steps", StartedAt: not null } && (s.Status != StepStatus.Done || s.Undo is not null) && !PastReturn(state, s));

    /// <summary>The exit code, after it was told what stands: a run that could not work while a group is open; null where none is.</summary>
    /// <param name="next">The command that takes it back.</param>
    public static int? TellOpen(CommandInput input, StateSnapshot state, string next)
    {
        if (Open(state) is not { } open)
            return null;
        input.Output.Error($"error PR6018: group \"{open.Path}\" is OPEN since {open.StartedAt:yyyy-MM-dd HH:mm:ss}Z and was not taken back\n  help: mend what is told above at once; every apply tries to take it back first\nnext: {next}");
        return ExitCodes.NotTakenBack;
    }

    /// <summary>The exit code, after it was told, where the plan can no longer take back what stands open.</summary>
    public static int? RefuseLost(CommandInput input, ChangeSet changes)
    {
        if (changes.Lost is not { } lost)
            return null;
        var revision = changes.State.Runs.FindLast(r => r.Run == lost.Run)?.Revision;
        input.Output.Error($"error PR5018: {(lost.Kind == "steps" ? "the guarded group" : "the step")} \"{lost.Path}\" stands open since {lost.StartedAt:yyyy-MM-dd HH:mm:ss}Z, and the plan can no longer take it back: it was removed, renamed or changed\n  help: bring back the plan that ran{(revision is null ? "" : $" (revision {revision})")} and type: planrunner apply {input.Arguments}");
        return ExitCodes.NotTakenBack;
    }

    private static bool PastReturn(StateSnapshot state, StepState window) => state.Steps.Values.Any(s =>
        s is { PointOfNoReturn: true, Status: not StepStatus.Pending } && new StepPath(s.Path).IsWithin(new StepPath(window.Path)));
}
