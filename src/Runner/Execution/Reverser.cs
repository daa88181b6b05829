using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// Undoes steps, the last one first: the one way back, for an undo, for a guarded group that closes and for a step that is undone
/// before it runs again. What was interrupted is resolved first; whatever error a step meets, it has a result.
/// </summary>
internal sealed class Reverser(RunContext run, AttemptRunner attempts, ReversePolicy policy)
{
    private readonly UndoSettler settler = new(run);

    /// <summary>Done before each step, with nothing of it undone yet.</summary>
    public Action<RenderedStep>? Before { get; init; }

    /// <param name="lastFirst">The steps to undo, in the order in which they are undone.</param>
    /// <param name="results">Where the result of each goes.</param>
    /// <param name="cancellationToken">That of the undoing itself: a cancelled run still undoes what it must.</param>
    /// <returns>The first step that could not be undone; null where all of them are.</returns>
    public async Task<StuckUndo?> UndoAsync(
        IEnumerable<RenderedStep> lastFirst,
        List<StepResult> results,
        CancellationToken cancellationToken
    )
    {
        StuckUndo? stuck = null;
        foreach (var step in lastFirst)
        {
            Before?.Invoke(step);
            var result = await UndoAsync(step, cancellationToken);
            results.Add(result);
            if (result.GoesOn)
                continue;
            stuck ??= new StuckUndo(step, result);
            if (!policy.PassesStuck || step.Step.Undo is not { GoesOnWhenStuck: true })
                break;
        }

        return stuck;
    }

    private async Task<StepResult> UndoAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        var start = run.Time.GetTimestamp();
        if (policy.Tells && step.Undo is not null)
            run.Tell(new RunEvent.StepBegun(step, StepActivity.Undoing));
        var result = await StepFailures.CaughtAsync(step, () => AttemptAsync(step, cancellationToken), cancellationToken);
        if (step.Undo is not null)
            result = result with { Elapsed = run.Time.GetElapsedTime(start) };
        if (policy.Tells)
            run.Tell(new RunEvent.StepEnded(step, result));
        return result;
    }

    private async Task<StepResult> AttemptAsync(RenderedStep step, CancellationToken cancellationToken) =>
        step.Undo is null
            ? await ForgetAsync(step, cancellationToken)
            : await settler.SettleAsync(step, cancellationToken) ?? await attempts.UndoAsync(step, cancellationToken);

    // Of a step with undo: none.
    private async Task<StepResult> ForgetAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        run.Store.Write(new StepUndone(run.Run, step.Path.Value, "undo: none"), flush: true);
        // Else the next run would find it, and take the step for done.
        if (run.Markers is { } markers)
            await markers.ForgetAsync(run.Sessions, step.Path, cancellationToken);
        return new StepResult(step.Path, StepEnd.Undone, TimeSpan.Zero, "undo: none: only its marker was removed");
    }
}
