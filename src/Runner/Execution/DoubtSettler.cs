using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// Resolves a step in doubt, in this order: the outcome of its transaction, its probe, what the plan says (<c>idempotent</c>,
/// <c>on_interrupted</c>), a person. Never a guess.
/// </summary>
internal sealed class DoubtSettler(RunContext run, AttemptRunner attempts)
{
    private readonly StepEndings endings = new(run);

    /// <summary>A result where it is resolved as done or cannot be resolved; null where it was not done and is to be run.</summary>
    public async Task<StepResult?> SettleAsync(RenderedStep step, Deadline deadline, CancellationToken cancellationToken)
    {
        if (step.Step.OnInterrupted == OnInterrupted.Stop)
            return AskPerson(step, "the plan requires a decision (on_interrupted: stop)");

        var evidence = new DoubtEvidence(run, step, deadline);
        var state = run.Snapshot.Find(step.Path);
        var transaction = await AskTransactionAsync(step, state, evidence, cancellationToken);
        if (transaction.IsSettled)
            return transaction.Result;
        if (await evidence.LeftRunningAsync(state, cancellationToken) is { } running)
            return Later(step, running);
        var probe = await AskProbeAsync(step, cancellationToken);
        if (probe.IsSettled)
            return probe.Result;
        var end = await AskEndAsync(step, evidence, cancellationToken);
        if (end.IsSettled)
            return end.Result;

        if (step.Step.OnInterrupted == OnInterrupted.Undo && step.Undo is not null)
        {
            var reverser = new Reverser(run, attempts, ReversePolicy.BeforeRerun);
            return (await reverser.UndoAsync([step], [], cancellationToken))?.Result;
        }

        return step.Step.Idempotent ? null : AskPerson(step, transaction.Why ?? "neither a transaction nor a probe shows its outcome");
    }

    private async Task<Settlement> AskTransactionAsync(
        RenderedStep step,
        StepState? state,
        DoubtEvidence evidence,
        CancellationToken cancellationToken
    )
    {
        string? why = null;
        if (state?.Committing is { } point)
        {
            var fate = await evidence.FateAsync(point, null, cancellationToken);
            if (fate.Fate == CommitFate.Committed)
                return Settlement.Of(endings.Done(step, new StepOutcome.Done(state.Captured), "its transaction had committed"));
            if (fate.Fate == CommitFate.Aborted && (point.RollbackSafe || step.Step.Idempotent))
                return NotDone(step, "its transaction had not committed");
            if (fate.AskAgain)
                return Settlement.Of(Later(step, fate.Reason));
            why = fate.Reason;
        }

        if (state is null || !state.Items.Exists(i => i.Progress == ItemProgress.Committing))
            return Settlement.Open(why);
        var (reason, later) = await evidence.ItemsAsync(state, cancellationToken);
        return reason is null ? Settlement.ToRun
            : later ? Settlement.Of(Later(step, reason))
            : Settlement.Open(reason);
    }

    private async Task<Settlement> AskProbeAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        if (step.DoneWhen is not { } probe)
            return Settlement.Open();
        return await endings.AskAsync(step, probe, cancellationToken) switch
        {
            ProbeAnswer.Yes yes => Settlement.Of(endings.DoneAlready(step, yes, "its probe says that it is done")),
            ProbeAnswer.No when step.Step.OnInterrupted == OnInterrupted.Resolve => NotDone(step, "its probe says that it is not done"),
            ProbeAnswer.No => Settlement.Open(),
            var other => Settlement.Of(
                StepResult.Failed(
                    step,
                    other.ToDiagnostic($"step \"{step.Path}\" is in doubt and its done_when could not be evaluated", step.Place)
                )
            ),
        };
    }

    // What the catalog shows of a statement outside a transaction, where no probe did.
    private async Task<Settlement> AskEndAsync(RenderedStep step, DoubtEvidence evidence, CancellationToken cancellationToken)
    {
        var runsAgain = step.Step.OnInterrupted is OnInterrupted.Resolve or OnInterrupted.Rerun;
        return await evidence.EndAsync(cancellationToken) switch
        {
            null => Settlement.Open(),
            EndAnswer.Done done => Settlement.Of(
                endings.Done(step, new StepOutcome.Done(StepOutcome.Done.Nothing.Captured) { Because = done.Found }, done.Found)
            ),
            EndAnswer.InTheWay other => Settlement.Of(StepResult.Failed(step, other.At(step.Place))),
            EndAnswer.Unknown unknown => Settlement.Of(Later(step, unknown.Found)),
            EndAnswer.NotDone notDone when runsAgain => NotDone(step, notDone.Found),
            // Whoever runs it next takes away what is left first.
            _ => runsAgain ? Settlement.ToRun : Settlement.Open(),
        };
    }

    private Settlement NotDone(RenderedStep step, string because)
    {
        run.Store.Write(new StepFailed(run.Run, step.Path.Value, false, because, Certain: true), flush: true);
        return Settlement.ToRun;
    }

    // Whoever decided now, a person or a probe, would decide while it may still happen.
    private StepResult Later(RenderedStep step, string because) =>
        StepResult.Failed(
            step,
            Diagnostic.Error(
                "PR6017",
                $"step \"{step.Path}\" is in doubt and cannot be resolved now: {because}",
                step.Place,
                "nothing was decided; fix the reported error, then apply again: the check is repeated"
            )
        );

    private StepResult AskPerson(RenderedStep step, string because)
    {
        var state = run.Snapshot.Find(step.Path);
        var resolve = run.CommandArguments.NotDone(step.Path);
        var printed = state is { Doubt: Doubt.OwnError }
            ? KeptOutput.ReadExcerpt(KeptOutput.PathFor(run.StateFile, step.Path, undo: false))
            : null;
        var diagnostic = state is { Doubt: Doubt.OwnError }
            ? Diagnostic.Error(
                "PR6005",
                $"step \"{step.Path}\" failed: {state.Because}",
                step.Place,
                $"verify that it can run again from its start, then run: {resolve}; {CommandArguments.OrDone}"
            )
            : Diagnostic.Error(
                "PR6005",
                $"step \"{step.Path}\" is in doubt: {Cut(state)}, and {because}",
                step.Place,
                $"verify that its effect does not exist, then run: {resolve}; {CommandArguments.OrDone}"
            );
        if (state is not null && state.Items.Exists(i => i.Progress == ItemProgress.Done))
            diagnostic = diagnostic with
            {
                Help = $"{diagnostic.Help}; with --item KEY single statements of its list are resolved, and those that are done stay done",
            };
        diagnostic = diagnostic with { Detail = printed };
        return new StepResult(step.Path, StepEnd.NeedsPerson, TimeSpan.Zero, diagnostic.Message, diagnostic) { Next = resolve };
    }

    private static string Cut(StepState? state) =>
        state?.Status == StepStatus.FailedInDoubt ? $"it failed ({state.Because})" : "it was interrupted";

    /// <summary>What one of those that can tell made of it.</summary>
    /// <param name="IsSettled">Nobody else is asked.</param>
    /// <param name="Result">Its result where it is resolved as done, or cannot be resolved now; null where it is to be run.</param>
    /// <param name="Why">Why it is not resolved.</param>
    private readonly record struct Settlement(bool IsSettled, StepResult? Result, string? Why)
    {
        public static readonly Settlement ToRun = new(true, null, null);

        public static Settlement Of(StepResult result) => new(true, result, null);

        public static Settlement Open(string? why = null) => new(false, null, why);
    }
}
