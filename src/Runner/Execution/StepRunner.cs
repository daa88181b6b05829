using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Transactions;

namespace PlanRunner.Runner.Execution;

/// <summary>Takes one step from its decided action to its end: asks, starts, runs, tries again, and writes every marker.</summary>
internal sealed class StepRunner(RunContext run)
{
    private readonly AttemptRunner attempts = new(run);
    private readonly StepEndings endings = new(run);
    private readonly ManualStepRunner manual = new(run);

    public async Task<StepResult> RunAsync(StepChange change, bool attended, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync(change, attended, deadline, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // While it was asked about, before anything of it ran. A guarded group around it must still be undone.
            return new StepResult(change.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled before it began");
        }
    }

    private async Task<StepResult> TakeAsync(StepChange change, bool attended, Deadline deadline, CancellationToken cancellationToken)
    {
        var step = change.Step;
        var start = run.Time.GetTimestamp();
        StepResult Ended(StepResult result) => result with { Elapsed = run.Time.GetElapsedTime(start) };
        switch (change.Action)
        {
            case StepAction.Skip:
                return Ended(Skip(change));
            case StepAction.None:
                return new StepResult(step.Path, StepEnd.AlreadyDone, TimeSpan.Zero, change.Reason);
        }

        if (await AskFirstAsync(change, cancellationToken) is { } refused)
            return Ended(refused);
        if (CaptureResolver.Missing(step, run.Snapshot).FirstOrDefault() is { } missing)
            return Ended(
                StepResult.Failed(
                    step,
                    Diagnostic.Error(
                        "PR6001",
                        $"step \"{step.Path}\" needs {missing}, which has no value: "
                            + "that step was skipped, undone, or resolved without it",
                        missing.Place,
                        "give both steps the same condition"
                    )
                )
            );

        // A rerun that is meant must not find the marker of the run before.
        if (change.Mark == ChangeMark.Changed && run.Markers is { } markers)
            await markers.ForgetAsync(run.Sessions, step.Path, cancellationToken);
        run.Tell(new RunEvent.StepBegun(step, Activity(change)));
        return Ended(await BeginAsync(change, attended, deadline, cancellationToken));
    }

    private async Task<StepResult> BeginAsync(StepChange change, bool attended, Deadline deadline, CancellationToken cancellationToken)
    {
        var step = change.Step;
        if (change.Action == StepAction.Verify)
            return await endings.VerifyAsync(step, cancellationToken);
        if (change.Action == StepAction.Settle)
        {
            var settled = await new DoubtSettler(run, attempts).SettleAsync(step, deadline, cancellationToken);
            if (settled is not null)
                return settled;
        }
        else if (step.DoneWhen is not null && !step.IsCheck)
        {
            // The same question for a manual step: a query that can see the work spares the person.
            var already = await AskDoneAsync(step, cancellationToken);
            if (already is not null)
                return already;
        }

        return step.Body!.Effect == StepEffect.Person
            ? await manual.RunAsync(step, attended, deadline, cancellationToken)
            : await attempts.RunAsync(step, deadline, cancellationToken);
    }

    private static StepActivity Activity(StepChange change) =>
        change.Action switch
        {
            StepAction.Verify => StepActivity.Verifying,
            StepAction.Settle => StepActivity.Settling,
            _ when change.Step.Body!.Effect == StepEffect.Person => StepActivity.Waiting,
            _ => change.Step.IsCheck ? StepActivity.Checking : StepActivity.Running,
        };

    private StepResult Skip(StepChange change)
    {
        if (change.State is null)
            run.Store.Write(new StepSkipped(run.Run, change.Path.Value, "condition"), flush: false);
        return new StepResult(change.Path, StepEnd.Skipped, TimeSpan.Zero, change.Reason);
    }

    private async Task<StepResult?> AskFirstAsync(StepChange change, CancellationToken cancellationToken)
    {
        if (change.OutOfOrder)
        {
            var refused = await ConfirmAsync(
                change.Step,
                $"Step {change.Path} is above steps that have already run. Run it now?",
                cancellationToken
            );
            if (refused is not null)
                return refused;
        }

        return change.Step.Confirm is { } question && change.Action is not (StepAction.Verify or StepAction.Settle)
            ? await ConfirmAsync(change.Step, question, cancellationToken)
            : null;
    }

    /// <summary>Null where the person said yes.</summary>
    public async Task<StepResult?> ConfirmAsync(RenderedStep step, string question, CancellationToken cancellationToken) =>
        await run.Answers.ConfirmAsync(step.Path, question, cancellationToken) switch
        {
            true => null,
            false => new StepResult(step.Path, StepEnd.Declined, TimeSpan.Zero, "declined"),
            null => new StepResult(
                step.Path,
                StepEnd.NeedsPerson,
                TimeSpan.Zero,
                "needs confirmation",
                Diagnostic.Error(
                    "PR6002",
                    $"step \"{step.Path}\" asks: {question}",
                    step.Place,
                    $"confirm it: planrunner apply {run.Again} --confirm {CommandArguments.Quoted(step.Path.Value)}"
                        + $"{(run.Answers.Protected ? "" : "; --yes confirms every question")}"
                )
            )
            {
                Next = $"planrunner apply {run.Again} --confirm {CommandArguments.Quoted(step.Path.Value)}",
            },
        };

    private async Task<StepResult?> AskDoneAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        var answer = await endings.AskAsync(step, step.DoneWhen!, cancellationToken);
        switch (answer)
        {
            case ProbeAnswer.Yes yes:
                return endings.DoneAlready(step, yes, "its probe says that it is done");
            case ProbeAnswer.No:
                return null;
            case ProbeAnswer.Missing missing:
                return StepResult.Failed(step, missing.Diagnostic);
            case ProbeAnswer.Failed failed:
                return StepResult.Failed(step, failed.Diagnostic);
            default:
                throw new InvalidOperationException($"unknown answer {answer}");
        }
    }
}
