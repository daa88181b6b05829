namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>Where a server's log stood, and which file each table had.</summary>
internal sealed record ServerPoint(string Lsn, IReadOnlyDictionary<string, string> Files);
