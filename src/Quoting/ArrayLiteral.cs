using System.Text;

namespace PlanRunner.Quoting;

/// <summary>An array of several dimensions as Postgres writes it: https://www.postgresql.org/docs/current/arrays.html</summary>
internal sealed class ArrayLiteral
{
    private const int Deepest = 6;

    private readonly string text;
    private readonly StringBuilder result = new("ARRAY");
    private int at;

    private ArrayLiteral(string text) => this.text = text;

    /// <summary>The same as ARRAY[[…],[…]]; null where the text is none, or has one dimension only, or no elements.</summary>
    public static string? Constructor(string literal)
    {
        var trimmed = literal.Trim();
        if (!trimmed.StartsWith("{{", StringComparison.Ordinal) || trimmed.Contains("{}", StringComparison.Ordinal))
            return null;
        var reader = new ArrayLiteral(trimmed);
        return reader.Array(1) && reader.at == trimmed.Length ? reader.result.ToString() : null;
    }

    /// <summary>Whether a text is an array, with whatever elements.</summary>
    public static bool Is(string literal)
    {
        var trimmed = literal.Trim();
        if (trimmed is not ['{', .., '}'])
            return false;
        var reader = new ArrayLiteral(trimmed);
        return trimmed[1..^1].Trim().Length == 0 || (reader.Array(1) && reader.at == trimmed.Length);
    }

    private bool Array(int depth)
    {
        at++;
        result.Append('[');
        while (true)
        {
            SkipBlanks();
            if (at >= text.Length || depth > Deepest || !(text[at] == '{' ? Array(depth + 1) : Element()))
                return false;
            SkipBlanks();
            if (at >= text.Length || text[at] is not (',' or '}'))
                return false;
            result.Append(text[at] == ',' ? ',' : ']');
            if (text[at++] == '}')
                return true;
        }
    }

    private bool Element()
    {
        var quoted = text[at] == '"';
        var value = new StringBuilder();
        at += quoted ? 1 : 0;
        while (at < text.Length && (quoted ? text[at] != '"' : text[at] is not (',' or '}' or '{' or '"')))
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at++]);
        }

        if (at >= text.Length || (quoted && text[at++] != '"'))
            return false;
        // The literal is inside an SQL string, where a quote is doubled already.
        var word = quoted ? value.ToString() : value.ToString().Trim();
        result.Append(!quoted && (IsNumber(word) || word.Equals("NULL", StringComparison.OrdinalIgnoreCase)) ? word : $"'{word}'");
        return quoted || word.Length > 0;
    }

    private static bool IsNumber(string word) =>
        word.Length > 0 && word.AsSpan().TrimStart('-').IndexOfAnyExcept("0123456789.") < 0 && char.IsAsciiDigit(word[^1]);

    private void SkipBlanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }
}
