namespace PlanRunner.Templating;

/// <summary>The text that a template gave, piece by piece; worth something only when there are no errors.</summary>
internal sealed record TemplateRender(IReadOnlyList<Segment> Segments, IReadOnlyList<TemplateError> Errors)
{
    /// <summary>The whole text, secrets included: for what runs, never for what is shown.</summary>
    public string Text => string.Concat(Segments.Select(segment => segment.Text));
}
