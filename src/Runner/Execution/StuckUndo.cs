using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Execution;

/// <summary>The first step that could not be undone, and why.</summary>
internal sealed record StuckUndo(RenderedStep Step, StepResult Result);
