namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A text and what it is.</summary>
internal sealed record NamedText(string Name, string Text);
