using System.Globalization;
using System.Text;

namespace PlanRunner.Templating.Lexing;

/// <summary>Reads string literals: quoted, verbatim and interpolated.</summary>
internal static class StringReader
{
    private const int MaximumDepth = 40;

    public static string ReadQuoted(Cursor cursor)
    {
        var start = cursor.Position;
        var quote = cursor.Current;
        cursor.Position++;
        var text = new StringBuilder();
        while (!cursor.AtEnd && cursor.Current != quote)
        {
            ReadLetter(cursor, text);
        }

        Close(cursor, start, quote);
        return text.ToString();
    }

    public static string ReadVerbatim(Cursor cursor)
    {
        var start = cursor.Position;
        cursor.Position++;
        var text = new StringBuilder();
        while (!cursor.AtEnd && (cursor.Current != '`' || cursor.Peek(1) == '`'))
        {
            text.Append(cursor.Current);
            cursor.Position += cursor.Current == '`' ? 2 : 1;
        }

        Close(cursor, start, '`');
        return text.ToString();
    }

    /// <summary>The parts of an interpolated string: a string for text, a list of tokens for an expression.</summary>
    public static List<object> ReadInterpolated(Cursor cursor)
    {
        var start = cursor.Position;
        var quote = cursor.Peek(1);
        cursor.Position += 2;
        var parts = new List<object>();
        var text = new StringBuilder();
        while (!cursor.AtEnd && cursor.Current != quote)
        {
            if (cursor.At("{{") || cursor.At("}}"))
            {
                text.Append(cursor.Current);
                cursor.Position += 2;
            }
            else if (cursor.Current == '{')
            {
                parts.Add(text.ToString());
                text.Clear();
                parts.Add(ReadHole(cursor));
            }
            else
            {
                ReadLetter(cursor, text);
            }
        }

        parts.Add(text.ToString());
        Close(cursor, start, quote);
        return parts;
    }

    private static List<Token> ReadHole(Cursor cursor)
    {
        var open = cursor.Position;
        cursor.Position++;
        var tokens = new List<Token> { new(TokenKind.CodeStart, open, open + 1, "") };
        if (++cursor.Depth > MaximumDepth)
        {
            cursor.FailAtEnd("Strings are nested too deeply", open, open + 1, "Give the inner ones names.");
            cursor.Position = cursor.End;
        }
        else if (!new CodeLexer(cursor, tokens, standsAlone: true).ReadHole())
        {
            cursor.FailAtEnd("The expression inside the string is not closed", open, open + 1, "Close it with }, or write {{ for a brace.");
        }

        cursor.Depth--;
        tokens.Add(new Token(TokenKind.CodeEnd, cursor.Position, cursor.Position));
        tokens.Add(new Token(TokenKind.End, cursor.Position, cursor.Position));
        return tokens;
    }

    private static void ReadLetter(Cursor cursor, StringBuilder text)
    {
        if (cursor.Current != '\\')
        {
            text.Append(cursor.Current);
            cursor.Position++;
            return;
        }

        var start = cursor.Position;
        var mark = cursor.Peek(1);
        cursor.Position = Math.Min(cursor.Position + 2, cursor.End);
        switch (mark)
        {
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case '0': text.Append('\0'); break;
            case '\\' or '\'' or '"' or '`' or '{' or '}': text.Append(mark); break;
            case '\n': break;
            case '\r' when cursor.Current == '\n': cursor.Position++; break;
            case 'u': ReadCode(cursor, text, start, 4); break;
            case 'x': ReadCode(cursor, text, start, 2); break;
            default:
                cursor.Fail($"\\{mark} is not an escape sequence", start, cursor.Position, @"Write \\ for a backslash, or quote the text with backticks.");
                break;
        }
    }

    private static void ReadCode(Cursor cursor, StringBuilder text, int start, int digits)
    {
        var end = Math.Min(cursor.Position + digits, cursor.End);
        if (end - cursor.Position == digits
            && int.TryParse(cursor.Text.AsSpan(cursor.Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            text.Append((char)code);
            cursor.Position = end;
            return;
        }

        cursor.Fail($"The escape sequence needs {digits} hexadecimal digits", start, end);
    }

    private static void Close(Cursor cursor, int start, char quote)
    {
        if (cursor.AtEnd)
        {
            cursor.FailAtEnd("The string is not closed", start, start + 1, $"Close it with {quote}.");
        }
        else
        {
            cursor.Position++;
        }
    }
}
