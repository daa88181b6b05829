namespace PlanRunner.Templating;

/// <summary>A stretch of rendered text and the place in the template that it came from.</summary>
/// <param name="Secret">The secrets that it was made from, joined by '+'; null when there is none.</param>
/// <param name="Verbatim">
/// True for template text copied one to one; otherwise the place is that of the <c>{{ … }}</c> that wrote it.
/// </param>
/// <param name="Source">The included template that the place lies in; null for the template itself.</param>
/// <param name="Form">The form of the run that it was, as in <see cref="TextRun"/>; verbatim text is trusted.</param>
/// <param name="ExpressionStart">Where, inside the braces, the expression begins that wrote it; for verbatim text it says nothing.</param>
public readonly record struct Segment(
    string Text,
    string? Secret,
    int SourceStart,
    int SourceLength,
    bool Verbatim,
    string? Source = null,
    string? Form = null,
    int ExpressionStart = 0,
    int ExpressionLength = 0);
