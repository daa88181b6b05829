namespace PlanRunner.Templating;

/// <summary>What one render gave.</summary>
/// <param name="Segments">What was written.</param>
/// <param name="Value">The value of the expression that was run.</param>
/// <param name="Met">The secrets that it has met, joined by '+'.</param>
/// <param name="Errors">Why it is worth nothing.</param>
internal sealed record RenderOutcome(IReadOnlyList<Segment> Segments, object? Value, string? Met, IReadOnlyList<TemplateError> Errors);
