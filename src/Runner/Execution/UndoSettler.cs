using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;

namespace PlanRunner.Runner.Execution;

/// <summary>Resolves what an interrupted step or undo left behind before the step is undone, so that it is undone exactly once.</summary>
internal sealed class UndoSettler(RunContext run)
{
    private static readonly TransactionFate NoTransaction = new(CommitFate.Inconclusive, "it was not in a transaction");

    /// <summary>A result where it is undone already or cannot be undone now; null where its undo is to run.</summary>
    public async Task<StepResult?> SettleAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        var state = run.Snapshot.Find(step.Path);
        if (state is { InDoubt: true } or { Left: not null } && await SettleStepAsync(step, state, cancellationToken) is { } settled)
            return settled;
        return state?.Undo is { InDoubt: true } undo ? await SettleUndoAsync(step, undo, cancellationToken) : null;
    }

    // A step in doubt may have left nothing; undoing nothing is safe only for an undo that may run twice. Even that must not come
    // before a COMMIT that is still under way.
    private async Task<StepResult?> SettleStepAsync(RenderedStep step, StepState state, CancellationToken cancellationToken)
    {
        var context = run.ContextFor(step, step.Body, undo: false);
        if (state.Committing is { } point)
        {
            var fate = await step.Body!.SettleAsync(context, point, cancellationToken);
            if (fate.Fate == CommitFate.Committed)
                return null;
            if (fate.AskAgain)
                return StepInDoubt(step, $" in doubt: {fate.Reason}", "fix the reported error, then run the same command again");
            if (fate.Fate == CommitFate.Aborted)
                return Undone(step, "its transaction had not committed");
        }

        if (await RunningAsync(step.Body!, context, state, cancellationToken) is { } running)
            return StepInDoubt(step, $" in doubt: {running}", "stop it, then run the same command again");
        switch (state.Effect is StepEffect.Outside ? await step.Body!.AskEndAsync(context, tidy: true, cancellationToken) : null)
        {
            // A drop that was begun has no other way back than its undo.
            case EndAnswer.Done or EndAnswer.Left:
                return null;
            case EndAnswer.NotDone notDone:
                return Undone(step, notDone.Found);
        }

        var resolve = $"{run.CommandArguments.NotDone(step.Path)}; {CommandArguments.OrDone}";
        return step.Step.Undo!.Idempotent
            ? null
            : StepInDoubt(step, " in doubt and its undo is not idempotent", $"verify that its effect does not exist, then run: {resolve}");
    }

    private async Task<StepResult?> SettleUndoAsync(RenderedStep step, StepState undo, CancellationToken cancellationToken)
    {
        var context = run.ContextFor(step, step.Undo, undo: true);
        var fate = undo.Committing is { } point ? await step.Undo!.SettleAsync(context, point, cancellationToken) : NoTransaction;
        if (fate.AskAgain)
            return UndoCutOff(step, $": {fate.Reason}", "fix the reported error, then run the same command again");
        if (fate.Fate == CommitFate.Committed)
            return Undone(step, "the transaction of its undo had committed") with { Because = "was already undone" };

        if (await RunningAsync(step.Undo!, context, undo, cancellationToken) is { } running)
            return UndoCutOff(step, $": {running}", "stop it, then run the same command again");
        switch (undo.Effect is StepEffect.Outside ? await step.Undo!.AskEndAsync(context, tidy: false, cancellationToken) : null)
        {
            case EndAnswer.Done done:
                return Undone(step, done.Found);
            case EndAnswer.NotDone or EndAnswer.Left:
                return null;
        }

        return fate.Fate == CommitFate.Aborted || step.Step.Undo!.Idempotent
            ? null
            : UndoCutOff(
                step,
                ", and its outcome cannot be determined",
                $"check, then run: {run.CommandArguments.NotDone(step.Path)} if it is undone, "
                    + "or the same with --done if it is not; or mark the undo idempotent"
            );
    }

    private static async Task<string?> RunningAsync(
        RenderedBody body,
        StepContext context,
        StepState attempt,
        CancellationToken cancellationToken
    ) =>
        attempt is { Effect: StepEffect.Outside, Run: { } before }
            ? await body.EndLeftoversAsync(context, before, attempt.Backend, cancellationToken)
            : null;

    private StepResult Undone(RenderedStep step, string because)
    {
        run.Store.Write(new StepUndone(run.Run, step.Path.Value, because), flush: true);
        return new StepResult(step.Path, StepEnd.Undone, TimeSpan.Zero, because);
    }

    private static StepResult StepInDoubt(RenderedStep step, string what, string help) =>
        StepResult.Failed(step, Diagnostic.Error("PR6011", $"step \"{step.Path}\" is{what}", step.Place, help));

    private static StepResult UndoCutOff(RenderedStep step, string what, string help) =>
        StepResult.Failed(step, Diagnostic.Error("PR6012", $"the undo of step \"{step.Path}\" was interrupted{what}", step.Place, help));
}
