using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>Runs a change set: in order, opens and closes groups, and stops at the first step that cannot continue.</summary>
internal sealed class PlanExecutor(RunContext run)
{
    private readonly StepRunner steps = new(run);
    private readonly GuardedGroup guardedGroup = new(run);

    /// <param name="until">The last step to run; null runs all.</param>
    public async Task<RunReport> RunAsync(ChangeSet changes, StepPath? until, CancellationToken cancellationToken)
    {
        var report = new RunReport { Run = run.Run };
        run.Tell(new RunEvent.Begun(run.Run, changes.Leaves.Count(c => c.Action is not (StepAction.None or StepAction.Skip))));
        // Before anything else is asked or done: a check that fails on the way must not keep a guarded group open.
        if (await UndoOpenGroupsAsync(changes, report))
            await WalkAsync(changes.Steps, new Walk(report, until, new Deadline(null, run.Time), Attended: false), cancellationToken);
        report.ExitCode = report.ExitCode == 0 && report.Stopped is { } stopped ? ExitCodeOf(stopped.End) : report.ExitCode;
        Conclude(changes, report);
        run.Store.Write(new RunFinished(run.Run, report.ExitCode), flush: true);
        return report;
    }

    /// <summary>Only undoes a guarded group that is open, as far as that goes now.</summary>
    /// <param name="group">The group.</param>
    /// <param name="because">Why nothing else is done.</param>
    /// <param name="exitCode">What that ends with where it could be undone.</param>
    public async Task<RunReport> UndoGroupAsync(RenderedStep group, string because, int exitCode)
    {
        var report = new RunReport
        {
            Run = run.Run,
            ExitCode = exitCode,
            Next = $"planrunner apply {run.Again}",
        };
        await UndoAsync(group, because, report);
        run.Store.Write(new RunFinished(run.Run, report.ExitCode), flush: true);
        return report;
    }

    /// <summary>True where nothing is open any more.</summary>
    private async Task<bool> UndoOpenGroupsAsync(ChangeSet changes, RunReport report)
    {
        foreach (var change in changes.All.Where(c => c.Open is { UndoFirst: true }))
        {
            if (!await UndoAsync(change.Step, change.Open!.Because ?? "it was left open", report))
                return false;
        }

        return true;
    }

    /// <summary>True where all of it was undone.</summary>
    private async Task<bool> UndoAsync(RenderedStep group, string because, RunReport report)
    {
        if (await guardedGroup.UndoAsync(group, because, report.Results) is not { } stuck)
            return true;
        StopAt(group, report, stuck);
        report.ExitCode = ExitCodes.NotUndone;
        return false;
    }

    /// <summary>True where the run may continue after these steps.</summary>
    private async Task<bool> WalkAsync(IReadOnlyList<StepChange> changes, Walk walk, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            var goesOn = change.Step.IsGroup
                ? await GroupAsync(change, walk, cancellationToken)
                : await LeafAsync(change, walk, cancellationToken);
            if (!goesOn || change.Path == walk.Until)
                return false;
        }

        return true;
    }

    private async Task<bool> LeafAsync(StepChange change, Walk walk, CancellationToken cancellationToken)
    {
        if (change.Action is StepAction.None)
            return true;
        var result =
            cancellationToken.IsCancellationRequested
                ? new StepResult(change.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled before it began")
            : walk.Deadline.IsOver ? TimeIsOver(change)
            : await CaughtAsync(
                change.Step,
                walk.Report,
                () => steps.RunAsync(change, walk.Attended, walk.Deadline, cancellationToken),
                cancellationToken
            );
        run.Tell(new RunEvent.StepEnded(change.Step, result));
        walk.Report.Results.Add(result);
        if (!result.GoesOn)
            walk.Report.Stopped = result;
        return result.GoesOn;
    }

    private static StepResult TimeIsOver(StepChange change) =>
        new(
            change.Path,
            StepEnd.Failed,
            TimeSpan.Zero,
            "the group timed out",
            Diagnostic.Error(
                "PR6014",
                $"the group around \"{change.Path}\" timed out",
                change.Step.Place,
                "give the group a longer timeout:, or make its slow steps faster"
            )
        );

    private async Task<bool> GroupAsync(StepChange change, Walk walk, CancellationToken cancellationToken)
    {
        var group = change.Step;
        if (change.Action is StepAction.None && change.Open is null)
            return await WalkAsync(change.Steps, walk, cancellationToken);
        var skipped = change.Mark == ChangeMark.Skipped;
        var begins = (change.Open is null || change.Open.UndoFirst) && !AnythingDone(group);
        if (!skipped && begins && !await IsConfirmedAsync(group, walk.Report, cancellationToken))
            return false;
        return !group.Step.Guarded || skipped
            ? await WalkAsync(change.Steps, walk, cancellationToken)
            : await GuardedAsync(change, walk, cancellationToken);
    }

    private static async Task<StepResult> CaughtAsync(
        RenderedStep step,
        RunReport report,
        Func<Task<StepResult>> work,
        CancellationToken cancellationToken
    )
    {
        var result = await StepFailures.CaughtAsync(step, work, cancellationToken);
        if (result.IsBug)
            report.ExitCode = ExitCodes.Bug;
        return result;
    }

    private bool AnythingDone(RenderedStep group) =>
        group.Leaves.Any(l => run.Snapshot.Find(l.Path) is { Status: not (StepStatus.Pending or StepStatus.Skipped) });

    private async Task<bool> IsConfirmedAsync(RenderedStep group, RunReport report, CancellationToken cancellationToken)
    {
        if (group.Confirm is not { } question)
            return true;
        var yes = new StepResult(group.Path, StepEnd.Done, TimeSpan.Zero, "");
        var answer = await CaughtAsync(
            group,
            report,
            async () => await steps.ConfirmAsync(group, question, cancellationToken) ?? yes,
            cancellationToken
        );
        if (!answer.GoesOn)
            StopAt(group, report, answer);
        return answer.GoesOn;
    }

    private async Task<bool> GuardedAsync(StepChange change, Walk walk, CancellationToken cancellationToken)
    {
        var group = change.Step;
        var report = walk.Report;
        if (guardedGroup.RefuseToOpen(group) is { } refused)
        {
            StopAt(group, report, refused);
            return false;
        }

        var inside = new Walk(report, null, guardedGroup.Open(group), Attended: true);
        if (await WalkAsync(change.Steps, inside, cancellationToken))
        {
            guardedGroup.Close(group);
            return group.Path != walk.Until;
        }

        if (guardedGroup.IsPastReturn(group))
        {
            report.Notices.Add(
                new Diagnostic(
                    "PR6015",
                    Severity.Warning,
                    $"group \"{group.Path}\" is past its point of no return: nothing in it was undone, and it stays open",
                    group.Place,
                    "fix the reported error, then apply again"
                )
            );
            return false;
        }

        var because = report.Stopped is { } stopped ? $"step \"{stopped.Path}\": {stopped.Because}" : "it did not complete";
        await UndoAsync(group, because, report);
        return false;
    }

    private void StopAt(RenderedStep group, RunReport report, StepResult result)
    {
        run.Tell(new RunEvent.StepEnded(group, result));
        report.Results.Add(result);
        report.Stopped = result;
    }

    private void Conclude(ChangeSet changes, RunReport report)
    {
        if (report.Stopped is null)
            return;
        // Of what was undone with its guarded group nothing is left to decide.
        var gone =
            run.Snapshot.Find(report.Stopped.Path) is null && report.Stopped.Next == run.CommandArguments.NotDone(report.Stopped.Path);
        report.Next ??= (gone ? null : report.Stopped.Next) ?? $"planrunner apply {run.Again}";
        if (report.Stopped.End is not (StepEnd.Failed or StepEnd.Unverified))
            return;
        foreach (var group in changes.All.Where(c => c.Step.Step.Guarded && run.Snapshot.Find(c.Path) is { Status: StepStatus.Done }))
            report.Notices.Add(
                new Diagnostic(
                    "PR6016",
                    Severity.Note,
                    $"group \"{group.Path}\" is done and stays done: a later failure does not undo it",
                    group.Step.Place
                )
            );
    }

    private static int ExitCodeOf(StepEnd end) =>
        end switch
        {
            StepEnd.NeedsPerson or StepEnd.Declined => ExitCodes.PersonNeeded,
            StepEnd.Cancelled => ExitCodes.Cancelled,
            _ => ExitCodes.StepFailed,
        };
}
