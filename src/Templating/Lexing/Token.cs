namespace PlanRunner.Templating.Lexing;

/// <summary>A word of a template.</summary>
/// <param name="Value">A name, a number, the text of a string, the parts of an interpolated one, or the indent of a code block.</param>
/// <param name="SpaceBefore">Whether it stands apart from what precedes it: <c>f [1]</c> is a call, <c>f[1]</c> an item.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, object? Value = null, bool SpaceBefore = false)
{
    public string Name => (string)Value!;
}
