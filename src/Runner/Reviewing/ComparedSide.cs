using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Reviewing;

/// <summary>A plan in one environment, decided against what ran there.</summary>
/// <param name="Changes">The rendered plan and the state, and what follows from them.</param>
/// <param name="Running">A run is going on there.</param>
internal sealed record ComparedSide(ChangeSet Changes, bool Running = false);
