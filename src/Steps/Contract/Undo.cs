using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Contract;

/// <summary>How a step is taken back; a null body is <c>undo: none</c>, said on purpose.</summary>
internal sealed record Undo(StepBody? Body, bool Idempotent, Retry? Retry)
{
    /// <summary>Where it cannot be taken back, what stands above it in its guarded group is taken back all the same.</summary>
    public bool GoesOnWhenStuck { get; init; }
}
