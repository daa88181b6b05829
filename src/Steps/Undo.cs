namespace PlanRunner.Steps;

/// <summary>How a step is taken back; a null body is <c>undo: none</c>, said on purpose.</summary>
public sealed record Undo(StepBody? Body, bool Idempotent, Retry? Retry);
