using PlanRunner.Source;

namespace PlanRunner.Steps.Model;

/// <summary>A path that a step had before, as its <c>renamed_from</c> says it.</summary>
internal sealed record FormerPath(StepPath Path, Place Place);
