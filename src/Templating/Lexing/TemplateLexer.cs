namespace PlanRunner.Templating.Lexing;

/// <summary>Splits a template into text, escape blocks and code, and takes away the white space that the marks ask for.</summary>
internal sealed class TemplateLexer
{
    private readonly Cursor cursor;
    private readonly List<Token> tokens = [];
    private Strip pendingStrip;

    private TemplateLexer(Cursor cursor) => this.cursor = cursor;

    public static List<Token> Read(string text, List<TemplateError> errors, string? source)
    {
        var lexer = new TemplateLexer(new Cursor(text, 0, text.Length, errors, source));
        lexer.Read();
        return lexer.tokens;
    }

    /// <summary>Reads code that stands alone, without the braces around it.</summary>
    public static List<Token> ReadCode(string text, int start, int end, List<TemplateError> errors, string? source)
    {
        var code = new List<Token> { new(TokenKind.CodeStart, start, start, "") };
        new CodeLexer(new Cursor(text, start, end, errors, source), code, standsAlone: true).Read();
        code.Add(new Token(TokenKind.CodeEnd, end, end));
        code.Add(new Token(TokenKind.End, end, end));
        return code;
    }

    private void Read()
    {
        var textStart = 0;
        while (!cursor.AtEnd)
        {
            if (cursor.At("{{"))
            {
                textStart = ReadCodeBlock(textStart);
            }
            else if (EscapeLevel() is var level and > 0)
            {
                textStart = ReadEscapeBlock(textStart, level);
            }
            else
            {
                cursor.Position++;
            }
        }

        AddText(textStart, cursor.End, Strip.None);
        tokens.Add(new Token(TokenKind.End, cursor.End, cursor.End));
    }

    private int ReadCodeBlock(int textStart)
    {
        var open = cursor.Position;
        var strip = StripAt(2);
        cursor.Position += strip == Strip.None ? 2 : 3;
        var indent = strip == Strip.None ? IndentBefore(textStart, open) : "";
        AddText(textStart, open, strip);
        var index = tokens.Count;
        tokens.Add(new Token(TokenKind.CodeStart, open, cursor.Position, indent));
        pendingStrip = new CodeLexer(cursor, tokens, standsAlone: false).Read();
        if (cursor.AtEnd && tokens[^1].Kind != TokenKind.CodeEnd)
        {
            cursor.FailAtEnd("The code block is not closed", open, open + 2, "Close it with }}.");
            tokens.Add(new Token(TokenKind.CodeEnd, cursor.End, cursor.End));
        }

        // The start carries the whole block's end, so that output can be traced to all of it.
        tokens[index] = tokens[index] with { End = tokens[^1].End };
        return cursor.Position;
    }

    private int ReadEscapeBlock(int textStart, int level)
    {
        var open = cursor.Position;
        var strip = StripAt(level + 2);
        AddText(textStart, open, strip);
        var from = open + level + (strip == Strip.None ? 2 : 3);
        var close = "}" + new string('%', level) + "}";
        var found = cursor.Text.IndexOf(close, from, StringComparison.Ordinal);
        if (found < 0)
        {
            cursor.FailAtEnd("The escape block is not closed", open, open + level + 2, $"Close it with {close}.");
            found = cursor.End;
        }

        var closing = found > from ? StripOf(cursor.Text[found - 1]) : Strip.None;
        pendingStrip = Strip.None;
        AddText(from, closing == Strip.None ? found : found - 1, Strip.None);
        pendingStrip = closing;
        cursor.Position = Math.Min(found + close.Length, cursor.End);
        return cursor.Position;
    }

    private int EscapeLevel()
    {
        if (cursor.Current != '{' || cursor.Peek(1) != '%')
        {
            return 0;
        }

        var level = 1;
        while (cursor.Peek(1 + level) == '%')
        {
            level++;
        }

        return cursor.Peek(1 + level) == '{' ? level : 0;
    }

    private void AddText(int start, int end, Strip stripEnd)
    {
        start = AfterStrip(start, end);
        if (stripEnd == Strip.Greedy)
        {
            while (end > start && char.IsWhiteSpace(cursor.Text[end - 1]))
            {
                end--;
            }
        }
        else if (stripEnd == Strip.Line)
        {
            while (end > start && IsBlank(cursor.Text[end - 1]))
            {
                end--;
            }
        }

        pendingStrip = Strip.None;
        if (end > start)
        {
            tokens.Add(new Token(TokenKind.Text, start, end));
        }
    }

    private int AfterStrip(int start, int end)
    {
        if (pendingStrip == Strip.Greedy)
        {
            while (start < end && char.IsWhiteSpace(cursor.Text[start]))
            {
                start++;
            }
        }
        else if (pendingStrip == Strip.Line)
        {
            while (start < end && IsBlank(cursor.Text[start]))
            {
                start++;
            }

            if (start < end && cursor.Text[start] == '\r')
            {
                start++;
            }

            if (start < end && cursor.Text[start] == '\n')
            {
                start++;
            }
        }

        return start;
    }

    /// <summary>The white space between the start of the line and a code block that is the first thing on it.</summary>
    private string IndentBefore(int textStart, int open)
    {
        var first = AfterStrip(textStart, open);
        var start = open;
        while (start > first && IsBlank(cursor.Text[start - 1]))
        {
            start--;
        }

        var atLineStart = start == 0 || cursor.Text[start - 1] == '\n';
        return atLineStart ? cursor.Text[start..open] : "";
    }

    private Strip StripAt(int ahead) => cursor.Position + ahead < cursor.End ? StripOf(cursor.Peek(ahead)) : Strip.None;

    private static Strip StripOf(char mark) =>
        mark switch { '-' => Strip.Greedy, '~' => Strip.Line, _ => Strip.None };

    private static bool IsBlank(char letter) => letter != '\n' && letter != '\r' && char.IsWhiteSpace(letter);
}
