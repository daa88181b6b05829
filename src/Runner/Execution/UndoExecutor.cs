using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>Carries an undo out: undoes the chosen steps until all are undone or one could not be.</summary>
/// <param name="run">What the run works with.</param>
/// <param name="changes">The change set when it was decided.</param>
/// <param name="chosen">The steps to undo, the last one first.</param>
internal sealed class UndoExecutor(RunContext run, ChangeSet changes, IReadOnlyList<StepChange> chosen)
{
    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new RunReport { Run = run.Run };
        var reverser = new Reverser(run, new AttemptRunner(run), ReversePolicy.Undo) { Before = MarkGroupOpen };
        if (await reverser.UndoAsync(chosen.Select(change => change.Step), report.Results, cancellationToken) is { } stuck)
            Stopped(report, stuck.Result);
        ForgetWhatFollows();
        run.Store.Write(new RunFinished(run.Run, report.ExitCode), flush: true);
        return report;
    }

    // From the first undo inside it a guarded group is open: what is left of it must not be taken for the whole.
    private void MarkGroupOpen(RenderedStep step)
    {
        if (GroupAround(step.Path) is { } group && run.Snapshot.Find(group.Path) is { Undo: null })
            run.Store.Write(
                new StepStarted(run.Run, group.Path.Value, StepEffect.None) { Kind = StepState.GroupKind, Undo = true },
                flush: true
            );
    }

    private StepChange? GroupAround(StepPath path) => changes.All.FirstOrDefault(g => g.Step.Step.Guarded && path.IsWithin(g.Path));

    private void Stopped(RunReport report, StepResult result)
    {
        var group = GroupAround(result.Path);
        report.Stopped = result;
        report.ExitCode = group is null ? ExitCodeOf(result) : ExitCodes.NotUndone;
        report.Next = $"planrunner undo {run.Again}";
        if (group is null)
            return;
        report.Notices.Add(
            Diagnostic.Error(
                "PR6018",
                $"group \"{group.Path}\" is OPEN: part of it is not undone",
                group.Step.Place,
                $"continue: planrunner undo {run.Again}; an apply also undoes the rest of it first"
            )
        );
    }

    private static int ExitCodeOf(StepResult result) =>
        result.IsBug ? ExitCodes.Bug
        : result.End == StepEnd.Cancelled ? ExitCodes.Cancelled
        : ExitCodes.NotUndone;

    // After an undo no group stays done, and no check after it keeps its result.
    private void ForgetWhatFollows()
    {
        var leaves = changes.Leaves.ToList();
        var first = leaves.FindIndex(c => chosen.Contains(c) && run.Snapshot.Find(c.Path) is null);
        if (first < 0)
            return;
        foreach (var check in leaves.Skip(first).Where(c => c.Step.IsCheck && run.Snapshot.Find(c.Path) is not null))
            run.Store.Write(new StepUndone(run.Run, check.Path.Value, "what it checked was undone"), flush: false);
        foreach (var group in changes.All.Where(IsUndone))
            run.Store.Write(new GroupReopened(run.Run, group.Path.Value, "undone by planrunner undo"), flush: true);
    }

    private bool IsUndone(StepChange group) =>
        group.Step.Step.Guarded
        && chosen.Any(u => u.Path.IsWithin(group.Path))
        && group.Leaves.All(l => l.Step.IsCheck || run.Snapshot.Find(l.Path) is not { MayHaveEffect: true });
}
