namespace PlanRunner.Templating;

/// <summary>A mistake in a template or in what it was given, at a 0-based place in the template's text.</summary>
/// <param name="Source">The included template that the place lies in; null for the template itself.</param>
internal sealed record TemplateError(string Message, int Start, int Length, string? Help = null, string? Source = null)
{
    public TemplateErrorKind Kind { get; init; }
}
