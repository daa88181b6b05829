using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>Takes done steps back, the last one first, until all are or one could not be.</summary>
/// <param name="run">What the run works with.</param>
/// <param name="changes">What stood when it was decided.</param>
/// <param name="chosen">The steps to take back, in that order.</param>
internal sealed class UndoExecutor(RunContext run, ChangeSet changes, IReadOnlyList<StepChange> chosen)
{
    private readonly TakingBack back = new(run, new AttemptRunner(run));

    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new RunReport { Run = run.Run };
        foreach (var change in chosen)
        {
            var window = OpenWindow(change);
            var result = change.Step.Undo is null
                ? await ForgetAsync(change.Path, cancellationToken)
                : await TakeBackAsync(change.Step, cancellationToken);
            run.Tell(new RunEvent.StepEnded(change.Step, result));
            report.Results.Add(result);
            if (result.GoesOn)
                continue;
            Stop(report, result, window);
            break;
        }

        Forget();
        run.Store.Write(new RunFinished(run.Run, report.ExitCode), flush: true);
        return report;
    }

    // From its first undo on a window is open: what stays of it must not pass for the whole.
    private StepChange? OpenWindow(StepChange change)
    {
        var window = changes.All.FirstOrDefault(g => g.Step.Step.Guarded && change.Path.IsWithin(g.Path));
        if (window is not null && run.Snapshot.Find(window.Path) is { Undo: null })
            run.Store.Write(new StepStarted(run.Run, window.Path.Value, StepEffect.None) { Kind = "steps", Undo = true }, flush: true);
        return window;
    }

    private void Stop(RunReport report, StepResult result, StepChange? window)
    {
        report.Stopped = result;
        report.ExitCode = result.End == StepEnd.Cancelled && window is null ? ExitCodes.Cancelled : ExitCodes.NotTakenBack;
        report.Next = $"planrunner undo {run.Again}";
        if (window is null)
            return;
        report.Notices.Add(
            Diagnostic.Error(
                "PR6018",
                $"group \"{window.Path}\" is OPEN: a part of it is not taken back",
                window.Step.Place,
                $"go on: planrunner undo {run.Again}; an apply takes the rest of it back first, too"
            )
        );
    }

    // Of a step with undo: none.
    private async Task<StepResult> ForgetAsync(StepPath path, CancellationToken cancellationToken)
    {
        run.Store.Write(new StepUndone(run.Run, path.Value, "undo: none"), flush: true);
        // Else the next run would find it, and take the step for done.
        if (run.Markers is { } markers)
            await markers.ForgetAsync(run.Sessions, path, cancellationToken);
        return new StepResult(path, StepEnd.Undone, TimeSpan.Zero, "undo: none: only its marker went");
    }

    private async Task<StepResult> TakeBackAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        var start = run.Time.GetTimestamp();
        run.Tell(new RunEvent.StepBegun(step, StepActivity.Undoing));
        try
        {
            return await back.StepAsync(step, cancellationToken) with { Elapsed = run.Time.GetElapsedTime(start) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new StepResult(step.Path, StepEnd.Cancelled, run.Time.GetElapsedTime(start), "cancelled");
        }
    }

    // What was taken back leaves no group done and no check answered behind it.
    private void Forget()
    {
        var leaves = changes.Leaves.ToList();
        var first = leaves.FindIndex(c => chosen.Contains(c) && run.Snapshot.Find(c.Path) is null);
        if (first < 0)
            return;
        foreach (var check in leaves.Skip(first).Where(c => c.Step.IsCheck && run.Snapshot.Find(c.Path) is not null))
            run.Store.Write(new StepUndone(run.Run, check.Path.Value, "what it checked was taken back"), flush: false);
        foreach (var group in changes.All.Where(IsTakenBack))
            run.Store.Write(new GroupReopened(run.Run, group.Path.Value, "taken back by undo"), flush: true);
    }

    private bool IsTakenBack(StepChange group) =>
        group.Step.Step.Guarded
        && chosen.Any(u => u.Path.IsWithin(group.Path))
        && group.Leaves.All(l => l.Step.IsCheck || run.Snapshot.Find(l.Path) is not { MayHaveEffect: true });
}
