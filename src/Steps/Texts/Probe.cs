using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Texts;

/// <summary>A read-only question whose first value, true, is a yes: <c>done_when</c>, <c>verify</c>, <c>fail_if</c>.</summary>
internal sealed record Probe(ConnectionReference On, TextSlot Text, IReadOnlyDictionary<string, CaptureReference> Parameters, Place Place);
