namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>The position of a server's write-ahead log, and which file each table had.</summary>
internal sealed record ServerPoint(string Lsn, IReadOnlyDictionary<string, string> Files);
