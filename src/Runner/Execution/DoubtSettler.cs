using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// Settles a step in doubt, in this order: the outcome of its transaction, its probe, what the plan says (<c>idempotent</c>,
/// <c>on_interrupted</c>), a person. Never a guess.
/// </summary>
internal sealed class DoubtSettler(RunContext run, AttemptRunner attempts)
{
    // Ending a backend that still works takes longer than many a step may run.
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(60);

    private readonly StepEndings endings = new(run);

    /// <summary>A result where it is settled as done or cannot be settled; null where it was not done and is to be run.</summary>
    public async Task<StepResult?> SettleAsync(RenderedStep step, Deadline deadline, CancellationToken cancellationToken)
    {
        var state = run.Snapshot.Find(step.Path);
        if (step.Step.OnInterrupted == OnInterrupted.Stop)
            return AskPerson(step, "the plan says that a person decides (on_interrupted: stop)");

        var because = "neither a transaction nor a probe can tell";
        if (state?.Committing is { } point)
        {
            var fate = await FateAsync(step, point, null, deadline, cancellationToken);
            if (fate.Fate == CommitFate.Committed)
                return endings.Done(step, new StepOutcome.Done(state.Captured), "its transaction had committed");
            if (fate.Fate == CommitFate.Aborted && (point.RollbackSafe || step.Step.Idempotent))
                return NotDone(step, "its transaction had not committed");
            if (fate.AskAgain)
                return Later(step, fate.Reason);
            because = fate.Reason;
        }

        if (state is not null && state.Items.Exists(i => i.Progress == ItemProgress.Committing))
        {
            var (reason, later) = await ItemsAsync(step, state, deadline, cancellationToken);
            if (reason is null || later)
                return reason is null ? null : Later(step, reason);
            because = reason;
        }

        if (await EndLeftoversAsync(step, state, deadline, cancellationToken) is { } running)
            return Later(step, running);
        if (step.DoneWhen is { } probe)
        {
            var answer = await endings.AskAsync(step, probe, cancellationToken);
            if (answer is ProbeAnswer.Yes yes)
                return endings.DoneAlready(step, yes, "its probe says that it is done");
            if (answer is not ProbeAnswer.No)
                return StepResult.Failed(
                    step,
                    answer.ToDiagnostic($"step \"{step.Path}\" is in doubt and its done_when could not be asked", step.Place)
                );
            if (step.Step.OnInterrupted == OnInterrupted.Resolve)
                return NotDone(step, "its probe says that it is not done");
        }

        var (settled, ended) = await AskEndAsync(step, deadline, cancellationToken);
        if (ended)
            return settled;

        if (step.Step.OnInterrupted == OnInterrupted.Undo && step.Undo is not null)
        {
            var reverser = new Reverser(run, attempts, ReversePolicy.BeforeRerun);
            return (await reverser.UndoAsync([step], [], cancellationToken))?.Result;
        }

        if (step.Step.Idempotent)
            return null;
        return AskPerson(step, because);
    }

    // What the catalog tells of a statement outside any transaction, where no probe did. False where nothing is settled by it.
    private async Task<(StepResult? Result, bool Settled)> AskEndAsync(
        RenderedStep step,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        using var limit = deadline.Limit(Patience(step), cancellationToken);
        try
        {
            switch (await step.Body!.AskEndAsync(run.ContextFor(step, step.Body, undo: false), tidy: false, limit.Token))
            {
                case null:
                    return (null, false);
                case EndAnswer.Done done:
                    return (
                        endings.Done(step, new StepOutcome.Done(StepOutcome.Done.Nothing.Captured) { Because = done.Found }, done.Found),
                        true
                    );
                case EndAnswer.InTheWay other:
                    return (StepResult.Failed(step, other.At(step.Place)), true);
                case EndAnswer.Unknown unknown:
                    return (Later(step, unknown.Found), true);
                case EndAnswer.NotDone notDone when step.Step.OnInterrupted is OnInterrupted.Resolve or OnInterrupted.Rerun:
                    return (NotDone(step, notDone.Found), true);
                default:
                    // Whoever runs it next takes away what is left first.
                    return (null, step.Step.OnInterrupted is OnInterrupted.Resolve or OnInterrupted.Rerun);
            }
        }
        catch (OperationCanceledException) when (IsOver(limit, cancellationToken))
        {
            return (Later(step, "the server did not tell in time"), true);
        }
    }

    // Null where every statement that was cut off around its COMMIT can tell: then the list goes on, and asks each once more.
    private async Task<(string? Reason, bool Later)> ItemsAsync(
        RenderedStep step,
        StepState state,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        foreach (var item in state.Items.Where(i => i.Progress == ItemProgress.Started))
            return ($"statement \"{item.Statement.Key}\" was cut off outside any transaction", false);
        foreach (var item in state.Items.Where(i => i is { Progress: ItemProgress.Committing, Committing: not null }))
        {
            var fate = await FateAsync(step, item.Committing!, item.Statement.Key, deadline, cancellationToken);
            if (fate.Fate == CommitFate.Inconclusive || fate.Fate == CommitFate.Aborted && !item.Committing!.RollbackSafe)
                return ($"statement \"{item.Statement.Key}\": {fate.Reason}", fate.AskAgain);
        }

        return (null, false);
    }

    // While the first attempt still runs, its probe's no is only a not yet.
    private async Task<string?> EndLeftoversAsync(
        RenderedStep step,
        StepState? state,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        if (state is not { Effect: StepEffect.Outside, Run: { } before })
            return null;
        using var limit = deadline.Limit(Patience(step), cancellationToken);
        try
        {
            return await step.Body!.EndLeftoversAsync(run.ContextFor(step, step.Body, undo: false), before, state.Backend, limit.Token);
        }
        catch (OperationCanceledException) when (IsOver(limit, cancellationToken))
        {
            return "what that attempt left running did not end in time";
        }
    }

    private async Task<TransactionFate> FateAsync(
        RenderedStep step,
        CommitPoint point,
        string? item,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        // Another host or database under the name: a storage clone shares every id with its original.
        if (!ServerBinding.IsSameDeclaration(run, point.Connection))
            return new TransactionFate(CommitFate.Inconclusive, $"connection \"{point.Connection}\" is declared otherwise than it was");
        using var limit = deadline.Limit(Patience(step), cancellationToken);
        var context = run.ContextFor(step, step.Body, undo: false);
        try
        {
            return item is null
                ? await step.Body!.SettleAsync(context, point, limit.Token)
                : await StepCommit.AskAsync(context, point, limit.Token, item);
        }
        catch (OperationCanceledException) when (IsOver(limit, cancellationToken))
        {
            return new TransactionFate(CommitFate.Inconclusive, $"{point.Connection} did not tell in time") { AskAgain = true };
        }
    }

    private static TimeSpan? Patience(RenderedStep step) => step.Timeout < ShortestPatience ? ShortestPatience : step.Timeout;

    private static bool IsOver(TimeLimit limit, CancellationToken cancellationToken) =>
        limit.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested;

    private StepResult? NotDone(RenderedStep step, string because)
    {
        run.Store.Write(new StepFailed(run.Run, step.Path.Value, false, because, Certain: true), flush: true);
        return null;
    }

    // Whoever decided now, a person or a probe, would decide while it may still happen.
    private StepResult Later(RenderedStep step, string because) =>
        StepResult.Failed(
            step,
            Diagnostic.Error(
                "PR6017",
                $"step \"{step.Path}\" is in doubt, and cannot be settled now: {because}",
                step.Place,
                "nothing was decided; mend that, then apply again: it is asked again"
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
                $"see that it may run again from its beginning, then type: {resolve}; {CommandArguments.OrDone}"
            )
            : Diagnostic.Error(
                "PR6005",
                $"step \"{step.Path}\" is in doubt: {Cut(state)}, and {because}",
                step.Place,
                $"see that its effect is not there, then type: {resolve}; {CommandArguments.OrDone}"
            );
        if (state is not null && state.Items.Exists(i => i.Progress == ItemProgress.Done))
            diagnostic = diagnostic with
            {
                Help = $"{diagnostic.Help}; with --item KEY single statements of its list are settled, and those that are done stay done",
            };
        diagnostic = diagnostic with { Detail = printed };
        return new StepResult(step.Path, StepEnd.NeedsPerson, TimeSpan.Zero, diagnostic.Message, diagnostic) { Next = resolve };
    }

    private static string Cut(StepState? state) =>
        state?.Status == StepStatus.FailedInDoubt ? $"it failed ({state.Because})" : "it was cut off";
}
