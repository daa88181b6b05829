using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Transactions;

namespace PlanRunner.Runner.Execution;

/// <summary>What the servers tell of a step in doubt, each within its time.</summary>
internal sealed class DoubtEvidence(RunContext run, RenderedStep step, Deadline deadline)
{
    // Ending a backend that still works takes longer than many a step may run.
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(60);

    private TimeSpan? Patience => step.Timeout < ShortestPatience ? ShortestPatience : step.Timeout;

    /// <summary>The outcome of its transaction, or of that of a statement of its list.</summary>
    public async Task<TransactionFate> FateAsync(CommitPoint point, string? item, CancellationToken cancellationToken)
    {
        // Another host or database under the name: a storage clone shares every id with its original.
        if (!ServerBinding.IsSameDeclaration(run, point.Connection))
            return new TransactionFate(CommitFate.Inconclusive, $"connection \"{point.Connection}\" is declared differently than before");
        using var limit = deadline.Limit(Patience, cancellationToken);
        var context = run.ContextFor(step, step.Body, undo: false);
        try
        {
            return item is null
                ? await step.Body!.SettleAsync(context, point, limit.Token)
                : await StepCommit.AskAsync(context, point, limit.Token, item);
        }
        catch (OperationCanceledException) when (IsOver(limit, cancellationToken))
        {
            return new TransactionFate(CommitFate.Inconclusive, $"{point.Connection} did not answer in time") { AskAgain = true };
        }
    }

    /// <summary>
    /// Null where every statement that was interrupted around its COMMIT can be looked up: the list then continues and checks each again.
    /// </summary>
    public async Task<(string? Reason, bool Later)> ItemsAsync(StepState state, CancellationToken cancellationToken)
    {
        foreach (var item in state.Items.Where(i => i.Progress == ItemProgress.Started))
            return ($"statement \"{item.Statement.Key}\" was interrupted outside a transaction", false);
        foreach (var item in state.Items.Where(i => i is { Progress: ItemProgress.Committing, Committing: not null }))
        {
            var fate = await FateAsync(item.Committing!, item.Statement.Key, cancellationToken);
            if (fate.Fate == CommitFate.Inconclusive || fate.Fate == CommitFate.Aborted && !item.Committing!.RollbackSafe)
                return ($"statement \"{item.Statement.Key}\": {fate.Reason}", fate.AskAgain);
        }

        return (null, false);
    }

    /// <summary>What still runs of its last attempt, after it was ended: until then its probe's no is only a not yet.</summary>
    public async Task<string?> LeftRunningAsync(StepState? state, CancellationToken cancellationToken)
    {
        if (state is not { Effect: StepEffect.Outside, Run: { } before })
            return null;
        using var limit = deadline.Limit(Patience, cancellationToken);
        try
        {
            return await step.Body!.EndLeftoversAsync(run.ContextFor(step, step.Body, undo: false), before, state.Backend, limit.Token);
        }
        catch (OperationCanceledException) when (IsOver(limit, cancellationToken))
        {
            return "what the attempt left running did not end in time";
        }
    }

    /// <summary>What the catalog shows of a statement outside a transaction; null where it shows nothing.</summary>
    public async Task<EndAnswer?> EndAsync(CancellationToken cancellationToken)
    {
        using var limit = deadline.Limit(Patience, cancellationToken);
        try
        {
            return await step.Body!.AskEndAsync(run.ContextFor(step, step.Body, undo: false), tidy: false, limit.Token);
        }
        catch (OperationCanceledException) when (IsOver(limit, cancellationToken))
        {
            return new EndAnswer.Unknown("the server did not answer in time");
        }
    }

    private static bool IsOver(TimeLimit limit, CancellationToken cancellationToken) =>
        limit.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
}
