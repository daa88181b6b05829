namespace PlanRunner.Steps.Postgres.Markers;

/// <summary>Whose markers a run writes.</summary>
/// <param name="Lineage">The state's own id.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Fresh">The state was started again on purpose: markers of other lineages do not count.</param>
internal sealed record MarkerOwner(string Lineage, string Run, bool Fresh);
