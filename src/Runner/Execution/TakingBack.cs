using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;

namespace PlanRunner.Runner.Execution;

/// <summary>Takes one step back, exactly once as well: what a cut-off step or a cut-off undo left behind is settled first.</summary>
internal sealed class TakingBack(RunContext run, AttemptRunner attempts)
{
    /// <summary>The token is that of the undoing itself: a cancelled run still takes back what it must.</summary>
    public async Task<StepResult> StepAsync(RenderedStep leaf, CancellationToken cancellationToken)
    {
        var state = run.Snapshot.Find(leaf.Path);
        if (state is { InDoubt: true } or { Left: not null } && await SettleStepAsync(leaf, state, cancellationToken) is { } settled)
            return settled;
        if (state?.Undo is { InDoubt: true } undo && await SettleUndoAsync(leaf, undo, cancellationToken) is { } ended)
            return ended;
        return await attempts.UndoAsync(leaf, cancellationToken);
    }

    // A step in doubt may have left nothing; taking nothing back is safe only for an undo that may run twice. Even that must not
    // come before a COMMIT that is still under way.
    private async Task<StepResult?> SettleStepAsync(RenderedStep leaf, StepState state, CancellationToken cancellationToken)
    {
        if (state.Committing is { } point)
        {
            var fate = await leaf.Body!.SettleAsync(run.ContextFor(leaf, leaf.Body, undo: false), point, cancellationToken);
            if (fate.Fate == CommitFate.Committed)
                return null;
            if (fate.AskAgain)
                return attempts.Fail(
                    leaf,
                    Diagnostic.Error(
                        "PR6011",
                        $"step \"{leaf.Path}\" is in doubt: {fate.Reason}",
                        leaf.Place,
                        "mend that, then type the same command again"
                    )
                );
            if (fate.Fate == CommitFate.Aborted)
            {
                run.Store.Write(new StepUndone(run.Run, leaf.Path.Value, "its transaction had not committed"), flush: true);
                return new StepResult(leaf.Path, StepEnd.Undone, TimeSpan.Zero, "its transaction had not committed");
            }
        }

        if (
            state is { Effect: StepEffect.Outside, Run: { } before }
            && await leaf.Body!.EndLeftoversAsync(run.ContextFor(leaf, leaf.Body, undo: false), before, state.Backend, cancellationToken)
                is { } running
        )
            return attempts.Fail(
                leaf,
                Diagnostic.Error(
                    "PR6011",
                    $"step \"{leaf.Path}\" is in doubt: {running}",
                    leaf.Place,
                    "end it, then type the same command again"
                )
            );

        var answer =
            state.Effect is StepEffect.Outside
                ? await leaf.Body!.AskEndAsync(run.ContextFor(leaf, leaf.Body, undo: false), tidy: true, cancellationToken)
                : null;
        switch (answer)
        {
            // A drop that was begun has no other way back than its undo.
            case EndAnswer.Done or EndAnswer.Left:
                return null;
            case EndAnswer.NotDone notDone:
                run.Store.Write(new StepUndone(run.Run, leaf.Path.Value, notDone.Found), flush: true);
                return new StepResult(leaf.Path, StepEnd.Undone, TimeSpan.Zero, notDone.Found);
        }

        return leaf.Step.Undo!.Idempotent
            ? null
            : attempts.Fail(
                leaf,
                Diagnostic.Error(
                    "PR6011",
                    $"step \"{leaf.Path}\" is in doubt and its undo is not idempotent",
                    leaf.Place,
                    $"see that its effect is not there, then type: {run.CommandArguments.NotDone(leaf.Path)}; {CommandArguments.OrDone}"
                )
            );
    }

    private async Task<StepResult?> SettleUndoAsync(RenderedStep leaf, StepState undo, CancellationToken cancellationToken)
    {
        var fate = undo.Committing is { } point
            ? await leaf.Undo!.SettleAsync(run.ContextFor(leaf, leaf.Undo, undo: true), point, cancellationToken)
            : new TransactionFate(CommitFate.Inconclusive, "it was in no transaction");
        if (fate.AskAgain)
            return attempts.Fail(
                leaf,
                Diagnostic.Error(
                    "PR6012",
                    $"the undo of step \"{leaf.Path}\" was cut off: {fate.Reason}",
                    leaf.Place,
                    "mend that, then type the same command again"
                )
            );
        if (fate.Fate == CommitFate.Committed)
        {
            run.Store.Write(new StepUndone(run.Run, leaf.Path.Value, "the transaction of its undo had committed"), flush: true);
            return new StepResult(leaf.Path, StepEnd.Undone, TimeSpan.Zero, "was taken back already");
        }

        if (undo is { Effect: StepEffect.Outside, Run: { } before })
        {
            var context = run.ContextFor(leaf, leaf.Undo, undo: true);
            if (await leaf.Undo!.EndLeftoversAsync(context, before, undo.Backend, cancellationToken) is { } running)
                return attempts.Fail(
                    leaf,
                    Diagnostic.Error(
                        "PR6012",
                        $"the undo of step \"{leaf.Path}\" was cut off: {running}",
                        leaf.Place,
                        "end it, then type the same command again"
                    )
                );
            switch (await leaf.Undo!.AskEndAsync(context, tidy: false, cancellationToken))
            {
                case EndAnswer.Done done:
                    run.Store.Write(new StepUndone(run.Run, leaf.Path.Value, done.Found), flush: true);
                    return new StepResult(leaf.Path, StepEnd.Undone, TimeSpan.Zero, done.Found);
                case EndAnswer.NotDone or EndAnswer.Left:
                    return null;
            }
        }

        return fate.Fate == CommitFate.Aborted || leaf.Step.Undo!.Idempotent
            ? null
            : attempts.Fail(
                leaf,
                Diagnostic.Error(
                    "PR6012",
                    $"the undo of step \"{leaf.Path}\" was cut off, and nothing can tell whether it worked",
                    leaf.Place,
                    $"look, then type: {run.CommandArguments.NotDone(leaf.Path)} where it is taken back, or the same with --done where it stands; or mark the undo idempotent"
                )
            );
    }
}
