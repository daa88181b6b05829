namespace PlanRunner.Templating.Lexing;

/// <summary>A place in a template's text that moves forward, and the errors met on the way.</summary>
internal sealed class Cursor(string text, int start, int end, List<TemplateError> errors, string? source)
{
    private bool endTold;

    public string Text => text;

    public int Position { get; set; } = start;

    public int End => end;

    /// <summary>How many interpolated strings lie around this place.</summary>
    public int Depth { get; set; }

    public bool AtEnd => Position >= end;

    public char Current => Peek(0);

    public char Peek(int ahead) => Position + ahead < end ? text[Position + ahead] : '\0';

    public bool At(string word) =>
        Position + word.Length <= end && string.CompareOrdinal(text, Position, word, 0, word.Length) == 0;

    /// <summary>Tells of something that the text ends in; whatever else is open around it goes without saying.</summary>
    public void FailAtEnd(string message, int from, int to, string help)
    {
        if (!endTold)
        {
            endTold = true;
            Fail(message, from, to, help);
        }
    }

    public void Fail(string message, int from, int to, string? help = null) =>
        errors.Add(new TemplateError(message, from, Math.Max(to - from, 1), help, source));
}
