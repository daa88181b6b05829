namespace PlanRunner.Steps.Postgres.Markers;

/// <summary>Markers that continue under other paths, all at once.</summary>
/// <param name="Id">Shows whether it was done.</param>
/// <param name="Names">From path to path.</param>
internal sealed record MarkerMoves(string Id, IReadOnlyList<(string From, string To)> Names);
