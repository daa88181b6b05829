using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>A body that is run, as the step itself or as its undo, with the lines that the journal has around it.</summary>
internal sealed record Attempt(RenderedStep Step, RenderedBody Body, bool IsUndo)
{
    public Retry? Retry => IsUndo ? Step.Step.Undo!.Retry : Step.Step.Retry;

    public bool Idempotent => IsUndo ? Step.Step.Undo!.Idempotent : Step.Step.Idempotent;

    /// <summary>Where the effect is not in a transaction, nothing may begin before its started line is on the disk.</summary>
    public bool MustBeRecordedFirst => Body.Effect is StepEffect.Outside or StepEffect.Person || Step.Step.PointOfNoReturn || IsUndo;

    public static Attempt Of(RenderedStep step) => new(step, step.Body!, IsUndo: false);

    public static Attempt Undoing(RenderedStep step) => new(step, step.Undo!, IsUndo: true);

    public StepStarted Started(string run) =>
        new(run, Step.Path.Value, Body.Effect)
        {
            Undo = IsUndo,
            Kind = Body.Kind.Key,
            PointOfNoReturn = Step.Step.PointOfNoReturn && !IsUndo,
            New = Step.Step.IsNew && !IsUndo,
            Source = IsUndo ? null : Step.SourceFingerprint,
            Text = IsUndo ? null : Step.Fingerprint,
            Rendered = Body.Redacted,
        };

    public StepFailed Failed(string run, StepOutcome.Failed failed) =>
        new(run, Step.Path.Value, IsUndo, failed.Diagnostic.Message, failed.Effect == EffectAfterFailure.None)
        {
            Left = failed.Left,
            Ended = failed.Effect == EffectAfterFailure.Partial,
        };
}
