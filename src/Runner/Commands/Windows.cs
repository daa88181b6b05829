using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Commands;

/// <summary>Guarded groups that stand open.</summary>
internal static class Windows
{
    public static StepState? Open(StateSnapshot state) =>
        state.Steps.Values.FirstOrDefault(s => s is { Kind: "steps", Status: StepStatus.Started, StartedAt: not null });

    /// <summary>The exit code, after it was told, where the plan can no longer take back what stands open.</summary>
    public static int? RefuseLost(CommandInput input, ChangeSet changes)
    {
        if (changes.Lost is not { } lost)
            return null;
        var revision = changes.State.Runs.FindLast(r => r.Run == lost.Run)?.Revision;
        input.Output.Error($"error PR5018: {(lost.Kind == "steps" ? "the guarded group" : "the step")} \"{lost.Path}\" stands open since {lost.StartedAt:yyyy-MM-dd HH:mm:ss}Z, and the plan can no longer take it back: it was removed, renamed or changed\n  help: bring back the plan that ran{(revision is null ? "" : $" (revision {revision})")} and type: planrunner apply {input.Arguments}");
        return ExitCodes.NotTakenBack;
    }
}
