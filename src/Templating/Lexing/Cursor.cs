namespace PlanRunner.Templating.Lexing;

/// <summary>A place in a template's text that moves forward, and the errors met on the way.</summary>
internal sealed class Cursor(string text, int start, int end, List<TemplateError> errors, string? source)
{
    public string Text => text;

    public int Position { get; set; } = start;

    public int End => end;

    public bool AtEnd => Position >= end;

    public char Current => Peek(0);

    public char Peek(int ahead) => Position + ahead < end ? text[Position + ahead] : '\0';

    public bool At(string word) =>
        Position + word.Length <= end && string.CompareOrdinal(text, Position, word, 0, word.Length) == 0;

    public Cursor Within(int from, int to) => new(text, from, to, errors, source);

    public void Fail(string message, int from, int to, string? help = null) =>
        errors.Add(new TemplateError(message, from, Math.Max(to - from, 1), help, source));
}
