using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Contract;

/// <summary>How a step is undone; a null body is an explicit <c>undo: none</c>.</summary>
internal sealed record Undo(StepBody? Body, bool Idempotent, Retry? Retry)
{
    /// <summary>Where it cannot be undone, what is above it in its guarded group is undone all the same.</summary>
    public bool GoesOnWhenStuck { get; init; }
}
