using PlanRunner.Sql;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Texts;

/// <summary>A probe with its text rendered: exactly one read-only statement.</summary>
internal sealed record RenderedProbe(string Connection, SqlStatement Statement, IReadOnlyDictionary<string, CaptureReference> Parameters);
