using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>What can resolve a step that was interrupted or has failed, as far as plan and state show before anything is asked.</summary>
internal static class Doubts
{
    /// <summary>
    /// Only a person can: no server, marker, probe or catalog knows the outcome, and the plan does not say what to do then.
    /// False where one of them may know.
    /// </summary>
    public static bool IsForPerson(RenderedPlan plan, RenderedStep step, StepState? state)
    {
        if (step.Step.OnInterrupted == OnInterrupted.Stop)
            return true;
        return !TransactionTells(state)
            && !plan.LeavesMarker(step)
            && step is { DoneWhen: null, Step.Idempotent: false }
            && !step.Body!.CatalogTells(state?.Begun)
            && !IsUndoneFirst(step);
    }

    /// <summary>
    /// An undo cannot begin either: the step may have left nothing, and nothing says but a person whether its undo may run.
    /// </summary>
    public static bool IsForPersonBeforeUndo(StepChange change) =>
        change is { State: { InDoubt: true, Committing: null }, Step: { Undo: not null, Step.Undo.Idempotent: false } };

    private static bool TransactionTells(StepState? state) =>
        state is not null && (state.Committing is not null || state.Items.Exists(item => item.Progress == ItemProgress.Committing));

    private static bool IsUndoneFirst(RenderedStep step) => step is { Step.OnInterrupted: OnInterrupted.Undo, Undo: not null };
}
