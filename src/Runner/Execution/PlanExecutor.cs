using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;

namespace PlanRunner.Runner.Execution;

/// <summary>Carries a change set out: walks it in order, opens and closes groups, and stops at the first step that cannot go on.</summary>
internal sealed class PlanExecutor(RunContext run)
{
    private readonly StepRunner steps = new(run);
    private readonly GuardedGroup guard = new(run);

    /// <param name="until">The last step to run; null runs all.</param>
    public async Task<RunReport> RunAsync(ChangeSet changes, StepPath? until, CancellationToken cancellationToken)
    {
        var report = new RunReport { Run = run.Run };
        run.Tell(new RunEvent.Begun(run.Run, changes.Leaves.Count(c => c.Action is not (StepAction.None or StepAction.Skip))));
        // Before anything else is asked or done: a check that fails on the way must not keep a window open.
        if (await CloseWindowsAsync(changes, report))
            await WalkAsync(changes.Steps, new Deadline(null, run.Time), attended: false, until, report, cancellationToken);
        report.ExitCode = report.ExitCode == 0 && report.Stopped is { } stopped ? ExitCodeOf(stopped.End) : report.ExitCode;
        Conclude(changes, report);
        run.Store.Write(new RunFinished(run.Run, report.ExitCode), flush: true);
        return report;
    }

    /// <summary>Only takes a window back that stands open, as far as that goes now.</summary>
    /// <param name="group">The window.</param>
    /// <param name="because">Why nothing else is done.</param>
    /// <param name="exitCode">What that ends with where it could be taken back.</param>
    public async Task<RunReport> TakeBackAsync(RenderedStep group, string because, int exitCode)
    {
        var report = new RunReport
        {
            Run = run.Run,
            ExitCode = exitCode,
            Next = $"planrunner apply {run.Again}",
        };
        if (await guard.TakeBackAsync(group, because, report.Results) is { } stuck)
            Stop(group, report, stuck, ExitCodes.NotTakenBack);
        run.Store.Write(new RunFinished(run.Run, report.ExitCode), flush: true);
        return report;
    }

    private async Task<bool> CloseWindowsAsync(ChangeSet changes, RunReport report)
    {
        foreach (var change in changes.All.Where(c => c.Open is { TakeBackFirst: true }))
        {
            if (await guard.TakeBackAsync(change.Step, change.Open!.Because ?? "it was left open", report.Results) is { } stuck)
                return Stop(change.Step, report, stuck, ExitCodes.NotTakenBack);
        }

        return true;
    }

    /// <summary>True where the walk may go on behind these steps.</summary>
    private async Task<bool> WalkAsync(
        IReadOnlyList<StepChange> changes,
        Deadline deadline,
        bool attended,
        StepPath? until,
        RunReport report,
        CancellationToken cancellationToken
    )
    {
        foreach (var change in changes)
        {
            var goesOn = change.Step.IsGroup
                ? await GroupAsync(change, deadline, attended, until, report, cancellationToken)
                : await LeafAsync(change, deadline, attended, report, cancellationToken);
            if (!goesOn || change.Path == until)
                return false;
        }

        return true;
    }

    private async Task<bool> LeafAsync(
        StepChange change,
        Deadline deadline,
        bool attended,
        RunReport report,
        CancellationToken cancellationToken
    )
    {
        if (change.Action is StepAction.None)
            return true;
        StepResult result;
        if (cancellationToken.IsCancellationRequested)
            result = new StepResult(change.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled before it began");
        else if (deadline.IsOver)
            result = new StepResult(
                change.Path,
                StepEnd.Failed,
                TimeSpan.Zero,
                "the group's time is over",
                Diagnostic.Error(
                    "PR6014",
                    $"the time of the group around \"{change.Path}\" is over",
                    change.Step.Place,
                    "give the group a longer timeout:, or make what takes so long faster"
                )
            );
        else
            result = await EndedAsync(
                change.Path,
                change.Step,
                report,
                () => steps.RunAsync(change, attended, deadline, cancellationToken),
                cancellationToken
            );
        run.Tell(new RunEvent.StepEnded(change.Step, result));
        report.Results.Add(result);
        if (!result.GoesOn)
            report.Stopped = result;
        return result.GoesOn;
    }

    private async Task<bool> GroupAsync(
        StepChange change,
        Deadline deadline,
        bool attended,
        StepPath? until,
        RunReport report,
        CancellationToken cancellationToken
    )
    {
        var group = change.Step;
        if (change.Action is StepAction.None && change.Open is null)
            return await WalkAsync(change.Steps, deadline, attended, until, report, cancellationToken);
        if (
            change.Mark != ChangeMark.Skipped
            && (change.Open is null || change.Open.TakeBackFirst)
            && !AnythingDone(group)
            && await AskAsync(group, report, cancellationToken)
        )
            return false;
        if (!group.Step.Guarded || change.Mark == ChangeMark.Skipped)
            return await WalkAsync(change.Steps, deadline, attended, until, report, cancellationToken);
        return await GuardedAsync(change, until, report, cancellationToken);
    }

    // Whatever a step runs into, its window is taken back and the run has an end. Only without a journal, or where another run is in
    // charge, nothing may be done any more.
    private static async Task<StepResult> EndedAsync(
        StepPath path,
        RenderedStep step,
        RunReport report,
        Func<Task<StepResult>> work,
        CancellationToken cancellationToken
    )
    {
        StepResult Failed(Diagnostic diagnostic) => new(path, StepEnd.Failed, TimeSpan.Zero, diagnostic.Message, diagnostic);
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new StepResult(path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        }
        catch (PostgresFailureException failure)
        {
            return Failed(failure.Diagnostic);
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not StateWriteException)
        {
            return Failed(Unusable(step, exception));
        }
        catch (Exception exception) when (exception is not (StateWriteException or StateTakenException or OvertakenException))
        {
            report.ExitCode = ExitCodes.Bug;
            return Failed(
                Diagnostic.Error(
                    "PR9001",
                    $"a bug in planrunner: {exception.GetType().FullName}",
                    step.Place,
                    "report it with these lines"
                ) with
                {
                    Detail = exception.StackTrace,
                }
            );
        }
    }

    internal static Diagnostic Unusable(RenderedStep step, Exception exception) =>
        Diagnostic.Error(
            "PR6025",
            $"step \"{step.Path}\": a file that it needs could not be read or written: {exception.Message}",
            step.Place,
            "mend that, then apply again"
        );

    private bool AnythingDone(RenderedStep group) =>
        group.Leaves.Any(l => run.Snapshot.Find(l.Path) is { Status: not (StepStatus.Pending or StepStatus.Skipped) });

    private async Task<bool> AskAsync(RenderedStep group, RunReport report, CancellationToken cancellationToken)
    {
        if (group.Confirm is not { } question)
            return false;
        var yes = new StepResult(group.Path, StepEnd.Done, TimeSpan.Zero, "");
        var answer = await EndedAsync(
            group.Path,
            group,
            report,
            async () => await steps.ConfirmAsync(group, question, cancellationToken) ?? yes,
            cancellationToken
        );
        if (answer.GoesOn)
            return false;
        Stop(group, report, answer, null);
        return true;
    }

    private async Task<bool> GuardedAsync(StepChange change, StepPath? until, RunReport report, CancellationToken cancellationToken)
    {
        var group = change.Step;
        if (guard.RefuseToOpen(group) is { } refused)
            return Stop(group, report, refused, null);
        var deadline = guard.Open(group);
        var whole = await WalkAsync(change.Steps, deadline, attended: true, until: null, report, cancellationToken);
        if (whole)
        {
            guard.Close(group);
            return group.Path != until;
        }

        if (guard.IsPastReturn(group))
        {
            report.Notices.Add(
                new Diagnostic(
                    "PR6015",
                    Severity.Warning,
                    $"group \"{group.Path}\" is past its point of no return: nothing in it was taken back, it stays open",
                    group.Place,
                    "mend what failed, then apply again"
                )
            );
            return false;
        }

        var because = report.Stopped is { } stopped ? $"step \"{stopped.Path}\": {stopped.Because}" : "it did not come to its end";
        if (await guard.TakeBackAsync(group, because, report.Results) is { } stuck)
            Stop(group, report, stuck, ExitCodes.NotTakenBack);
        return false;
    }

    private bool Stop(RenderedStep group, RunReport report, StepResult result, int? exitCode)
    {
        run.Tell(new RunEvent.StepEnded(group, result));
        report.Results.Add(result);
        report.Stopped = result;
        report.ExitCode = exitCode ?? report.ExitCode;
        return false;
    }

    private void Conclude(ChangeSet changes, RunReport report)
    {
        if (report.Stopped is null)
            return;
        // Of what was taken back with its window nothing is left to decide.
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
                    $"group \"{group.Path}\" is done and stays as it is: a failure behind it takes nothing in it back",
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
