namespace PlanRunner.Sql.Lexing;

/// <summary>
/// Follows the tokens of a text and knows when <c>COPY … FROM stdin;</c> has ended, below which its rows are, as psql reads them:
/// https://www.postgresql.org/docs/current/sql-copy.html
/// </summary>
internal sealed class CopyWatch(string text)
{
    /// <summary>Alone on a line it ends the rows.</summary>
    public const string End = "\\.";

    private int words;
    private int depth;
    private bool isCopy;
    private bool from;
    private bool stdin;

    /// <summary>The statement that has just ended takes its rows from the lines below it.</summary>
    public bool IsDue { get; private set; }

    public void Pass(SqlToken token)
    {
        if (token.Kind == SqlTokenKind.Comment)
            return;
        IsDue = false;
        if (token.Kind is SqlTokenKind.CopyRows or SqlTokenKind.MetaCommand)
            return;
        var symbol = token is { Kind: SqlTokenKind.Symbol, Length: 1 } ? text[token.Start] : ' ';
        if (symbol == ';' && depth == 0)
        {
            IsDue = isCopy && stdin;
            (words, isCopy, from, stdin) = (0, false, false, false);
            return;
        }

        depth = Math.Max(
            0,
            depth
                + (
                    symbol == '(' ? 1
                    : symbol == ')' ? -1
                    : 0
                )
        );
        if (words++ == 0)
            isCopy = Is(token, "copy");
        if (!isCopy || depth > 0)
            return;
        stdin |= from && Is(token, "stdin");
        from = Is(token, "from");
    }

    /// <summary>Where the next line begins; null where more than a comment is left on this one, or no line follows.</summary>
    public static int? RowsAfter(string text, int at, int end)
    {
        while (at < end && text[at] is ' ' or '\t' or '\r')
            at++;
        if (at + 1 < end && text[at] == '-' && text[at + 1] == '-')
            at = text.IndexOf('\n', at, end - at) is var line and >= 0 ? line : end;
        return at < end && text[at] == '\n' ? at + 1 : null;
    }

    /// <summary>The offset behind the <c>\.</c> that ends the rows; null where there is none.</summary>
    public static int? EndOfRows(string text, int at, int end)
    {
        while (at < end)
        {
            var line = text.IndexOf('\n', at, end - at) is var found and >= 0 ? found : end;
            if (text.AsSpan(at, line - at).TrimEnd('\r').SequenceEqual(End))
                return at + End.Length;
            at = line + 1;
        }

        return null;
    }

    private bool Is(SqlToken token, string word) =>
        token.Kind == SqlTokenKind.Word && text.AsSpan(token.Start, token.Length).Equals(word, StringComparison.OrdinalIgnoreCase);
}
