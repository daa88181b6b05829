namespace PlanRunner.Templating;

/// <summary>A stretch of text of one origin and, once it is rendered, the place in the template that it came from.</summary>
/// <param name="Secret">The secrets that it was made from, joined by '+'; null when there is none.</param>
/// <param name="Verbatim">
/// True for template text copied one to one; otherwise the place is that of the <c>{{ … }}</c> that wrote it.
/// </param>
/// <param name="Source">The included template that the place lies in; null for the template itself.</param>
/// <param name="Form">Null for a value, else one of <see cref="TextForm"/> or what a function marked it with.</param>
/// <param name="ExpressionStart">Where, inside the braces, the expression begins that wrote it; for verbatim text it says nothing.</param>
internal readonly record struct Segment(
    string Text,
    string? Secret,
    int SourceStart,
    int SourceLength,
    bool Verbatim,
    string? Source = null,
    string? Form = null,
    int ExpressionStart = 0,
    int ExpressionLength = 0
)
{
    // Only this may grow together, and be indented: two quoted names side by side must still be seen as two.
    internal bool IsPlain => Secret is null && Form is null or TextForm.Trusted;
}
