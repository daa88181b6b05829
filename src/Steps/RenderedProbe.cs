using PlanRunner.Sql;

namespace PlanRunner.Steps;

/// <summary>A probe with its text rendered: exactly one read-only statement.</summary>
public sealed record RenderedProbe(string Connection, SqlStatement Statement, IReadOnlyDictionary<string, CaptureReference> Parameters);
