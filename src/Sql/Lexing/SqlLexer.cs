namespace PlanRunner.Sql.Lexing;

/// <summary>
/// Cuts SQL into tokens by the rules of Postgres' own scanner (scan.l), with <c>standard_conforming_strings</c> on:
/// https://www.postgresql.org/docs/current/sql-syntax-lexical.html
/// </summary>
internal sealed class SqlLexer(string text, int start, int end, bool comments = false)
{
    private readonly CopyWatch copy = new(text);
    private int at = start;

    public static List<SqlToken> Read(string text) => Read(text, 0, text.Length);

    public static List<SqlToken> Read(string text, int start, int length) => Read(new SqlLexer(text, start, start + length));

    /// <summary>Comments as tokens too.</summary>
    public static List<SqlToken> ReadAll(string text, int start, int length) =>
        Read(new SqlLexer(text, start, start + length, comments: true));

    private static List<SqlToken> Read(SqlLexer lexer)
    {
        var tokens = new List<SqlToken>();
        while ((lexer.Rows() ?? lexer.Next()) is { } token)
        {
            lexer.copy.Pass(token);
            tokens.Add(token);
        }

        return tokens;
    }

    public static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;

    public static bool IsNamePart(char c) => IsNameStart(c) || char.IsAsciiDigit(c) || c == '$';

    private char Peek(int ahead = 0) => at + ahead < end ? text[at + ahead] : '\0';

    /// <summary>The lines below a COPY … FROM stdin are not SQL.</summary>
    private SqlToken? Rows()
    {
        if (!copy.IsDue || CopyWatch.RowsAfter(text, at, end) is not { } from)
            return null;
        var close = CopyWatch.EndOfRows(text, from, end);
        at = close ?? end;
        return Token(close is null ? SqlTokenKind.EndlessRows : SqlTokenKind.CopyRows, from);
    }

    private SqlToken? Next()
    {
        if (SkipBlank() is { } comment)
            return comment;
        if (at >= end)
            return null;
        var from = at;
        var c = text[at];
        if (c == '\'')
            return String(from, escapes: false);
        if (c == '"')
            return QuotedName(from);
        if (c == '$')
            return Dollar(from);
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            return Number(from);
        if (IsNameStart(c))
            return WordOrPrefixed(from);
        if (c == ':')
            return Colon(from);
        if (c == '\\')
            return MetaCommand(from);
        at++;
        return new SqlToken(SqlTokenKind.Symbol, from, 1);
    }

    private SqlToken Token(SqlTokenKind kind, int from) => new(kind, from, at - from);

    /// <summary>Skips blanks and comments; a comment that never ends is a token, so that it can be reported.</summary>
    private SqlToken? SkipBlank()
    {
        while (at < end)
        {
            var from = at;
            if (IsBlank(text[at]))
            {
                at++;
                continue;
            }

            if (text[at] == '-' && Peek(1) == '-')
                SkipLine();
            else if (text[at] != '/' || Peek(1) != '*')
                break;
            else if (!SkipComment())
                return Token(SqlTokenKind.Unterminated, from);
            if (comments)
                return Token(SqlTokenKind.Comment, from);
        }

        return null;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v';

    private void SkipLine()
    {
        while (at < end && text[at] is not ('\n' or '\r'))
            at++;
    }

    private bool SkipComment()
    {
        var depth = 0;
        while (at < end)
        {
            if (text[at] == '/' && Peek(1) == '*')
            {
                depth++;
                at += 2;
            }
            else if (text[at] == '*' && Peek(1) == '/')
            {
                at += 2;
                if (--depth == 0)
                    return true;
            }
            else
                at++;
        }

        return false;
    }

    private SqlToken WordOrPrefixed(int from)
    {
        var next = Peek(1);
        switch (text[at])
        {
            case 'e' or 'E' when next == '\'':
                at++;
                return String(from, escapes: true);
            case 'b' or 'B' or 'x' or 'X' or 'n' or 'N' when next == '\'':
                at++;
                return String(from, escapes: false);
            case 'u' or 'U' when next == '&' && Peek(2) == '\'':
                at += 2;
                return String(from, escapes: false);
            case 'u' or 'U' when next == '&' && Peek(2) == '"':
                at += 2;
                return QuotedName(from);
        }

        while (at < end && IsNamePart(text[at]))
            at++;
        return Token(SqlTokenKind.Word, from);
    }

    private SqlToken String(int from, bool escapes)
    {
        do
        {
            at++;
            if (!SkipToQuote(escapes))
                return Token(SqlTokenKind.Unterminated, from);
        } while (SkipToContinuation());
        return Token(SqlTokenKind.String, from);
    }

    private bool SkipToQuote(bool escapes)
    {
        while (at < end)
        {
            var c = text[at++];
            if (c == '\\' && escapes)
                at = Math.Min(at + 1, end);
            else if (c == '\'' && Peek() == '\'')
                at++;
            else if (c == '\'')
                return true;
        }

        return false;
    }

    /// <summary>Two strings with only blanks and -- comments between them, a line break among these, are one.</summary>
    private bool SkipToContinuation()
    {
        var back = at;
        var line = false;
        while (at < end)
        {
            if (IsBlank(text[at]))
                line |= text[at++] is '\n' or '\r';
            else if (text[at] == '-' && Peek(1) == '-')
                SkipLine();
            else
                break;
        }

        if (line && Peek() == '\'')
            return true;
        at = back;
        return false;
    }

    private SqlToken QuotedName(int from)
    {
        at++;
        while (at < end)
        {
            if (text[at++] != '"')
                continue;
            if (Peek() != '"')
                return Token(SqlTokenKind.QuotedName, from);
            at++;
        }

        return Token(SqlTokenKind.Unterminated, from);
    }

    private SqlToken Dollar(int from)
    {
        var tag = 1;
        if (IsNameStart(Peek(1)))
        {
            while (Peek(tag) is var c && c != '$' && IsNamePart(c) && at + tag < end)
                tag++;
        }

        if (Peek(tag) == '$')
        {
            var delimiter = text.Substring(at, tag + 1);
            var close = text.IndexOf(delimiter, at + tag + 1, end - (at + tag + 1), StringComparison.Ordinal);
            at = close < 0 ? end : close + delimiter.Length;
            return Token(close < 0 ? SqlTokenKind.Unterminated : SqlTokenKind.DollarString, from);
        }

        at++;
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        return Token(SqlTokenKind.Symbol, from);
    }

    // psql takes the rest of the line for the command's words, so a quote in it begins no string.
    private SqlToken MetaCommand(int from)
    {
        SkipLine();
        return Token(SqlTokenKind.MetaCommand, from);
    }

    private SqlToken Number(int from)
    {
        while (at < end && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.'))
        {
            if (text[at] is 'e' or 'E' && Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))
                at++;
            at++;
        }

        return Token(SqlTokenKind.Number, from);
    }

    private SqlToken Colon(int from)
    {
        at++;
        if (Peek() is ':' or '=')
        {
            at++;
            return Token(SqlTokenKind.Symbol, from);
        }

        if (!IsNameStart(Peek()))
            return Token(SqlTokenKind.Symbol, from);
        while (at < end && IsNamePart(text[at]) && text[at] != '$')
            at++;
        return Token(SqlTokenKind.Parameter, from);
    }
}
