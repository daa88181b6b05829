using PlanRunner.Source;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Sql;

/// <summary>
/// Cuts a rendered text into statements, so that each is sent alone and an error's position is one in our text. Knows strings,
/// quoted names, dollar quotes, nested comments and <c>BEGIN ATOMIC … END</c> bodies.
/// </summary>
internal static class StatementSplitter
{
    public static IReadOnlyList<SqlStatement> Split(RenderedText text, Diagnostics diagnostics)
    {
        var tokens = SqlLexer.Read(text.Text);
        var classifier = new StatementClassifier();
        var statements = new List<SqlStatement>();
        var from = 0;
        while (from < tokens.Count)
        {
            if (tokens[from].Kind == SqlTokenKind.MetaCommand)
            {
                Refuse(text, tokens[from++], diagnostics);
                continue;
            }

            var to = FindEnd(text, tokens, from, diagnostics);
            var rows =
                to + 1 < tokens.Count && tokens[to + 1].Kind is SqlTokenKind.CopyRows or SqlTokenKind.EndlessRows
                    ? tokens[to + 1]
                    : (SqlToken?)null;
            if (to > from && tokens.GetRange(from, to - from) is var own && Admit(text, own, rows, diagnostics))
            {
                var words = StatementTokens.Within(text.Text, own);
                statements.Add(
                    new SqlStatement(text, own[0].Start, words, classifier.Classify(words))
                    {
                        Rows = rows is { } data ? CopyRows.Of(text.Text, data, words) : null,
                    }
                );
            }

            from = rows is null ? to + 1 : to + 2;
        }

        return statements;
    }

    // What pg_dump writes for psql alone is skipped where a statement could begin.
    private static void Refuse(RenderedText text, SqlToken command, Diagnostics diagnostics)
    {
        var raw = text.Text.Substring(command.Start, command.Length);
        var name = PsqlCommands.Name(raw);
        if (!PsqlCommands.IsPassedOver(name))
            diagnostics.Error(
                "PR4107",
                $"\\{name} is a psql command, which cannot be sent to a server",
                text.PlaceAt(command.Start, name.Length + 1),
                PsqlCommands.Remedy(name, raw)
            );
    }

    /// <summary>The index of the semicolon that ends the statement, or the count of tokens.</summary>
    private static int FindEnd(RenderedText text, List<SqlToken> tokens, int from, Diagnostics diagnostics)
    {
        var words = new StatementTokens(text.Text, tokens);
        var routine = IsRoutine(words, from);
        var open = new Stack<int>();
        var blocks = new Stack<int>();
        for (var i = from; i < tokens.Count; i++)
        {
            if (words.IsSymbol(i, '('))
                open.Push(i);
            else if (words.IsSymbol(i, ')'))
                open.TryPop(out _);
            else if (words.IsSymbol(i, ';') && open.Count == 0 && blocks.Count == 0)
                return i;
            else if (routine && open.Count == 0)
                TrackBlock(words, i, blocks);
        }

        if (tokens[^1].Kind == SqlTokenKind.Unterminated)
            return tokens.Count;
        if (open.TryPeek(out var parenthesis))
            diagnostics.Error("PR4105", "unclosed parenthesis", Place(text, tokens[parenthesis]), "add the missing )");
        else if (blocks.TryPeek(out var block))
            diagnostics.Error("PR4106", $"this {words.Word(block)} has no END", Place(text, tokens[block]), "end it with END;");
        return tokens.Count;
    }

    // Only there can a semicolon be inside a statement: https://www.postgresql.org/docs/current/sql-createfunction.html
    private static bool IsRoutine(StatementTokens words, int from)
    {
        if (!words.Is(from, "create"))
            return false;
        var kind = words.Are(from + 1, "or", "replace") ? from + 3 : from + 1;
        return words.Is(kind, "function") || words.Is(kind, "procedure");
    }

    private static void TrackBlock(StatementTokens words, int i, Stack<int> blocks)
    {
        // As a label (AS end) or a member (x.end) these words are names.
        if (words.IsSymbol(i - 1, '.') || words.Is(i - 1, "as"))
            return;
        if (words.Are(i, "begin", "atomic") || (blocks.Count > 0 && words.Is(i, "case")))
            blocks.Push(i);
        else if (blocks.Count > 0 && words.Is(i, "end"))
            blocks.Pop();
    }

    private static bool Admit(RenderedText text, List<SqlToken> own, SqlToken? rows, Diagnostics diagnostics)
    {
        var words = new StatementTokens(text.Text, own);
        if (own.FindIndex(t => t.Kind == SqlTokenKind.Unterminated) is var broken and >= 0)
            return Refused(Unterminated(words.Raw(broken)));
        if (own.FindIndex(t => t.Kind == SqlTokenKind.MetaCommand) is var meta and >= 0)
        {
            Refuse(text, own[meta], diagnostics);
            return false;
        }

        if (words.Is(0, "copy") && CopyMistake(words, rows) is { } copy)
            return Refused(copy);
        if (RequiredSettings.Mistake(text.Text, own) is { } setting)
            return Refused(setting);
        if (OwnsTransaction(words) is { } command)
            return Refused(
                (
                    "PR4109",
                    $"{command} is not allowed in a step: planrunner begins and ends the transaction",
                    "remove it; a step already runs in one transaction"
                )
            );
        return true;

        bool Refused((string Id, string Message, string Help) mistake)
        {
            var token = own[Math.Max(0, own.FindIndex(t => t.Kind == SqlTokenKind.Unterminated))];
            diagnostics.Error(mistake.Id, mistake.Message, Place(text, token), mistake.Help);
            return false;
        }
    }

    private static (string Id, string Message, string Help)? CopyMistake(StatementTokens words, SqlToken? rows)
    {
        if (words.Find("to", "stdout") >= 0)
            return (
                "PR4108",
                "COPY to the client is not supported: a step keeps no rows",
                "write COPY … TO a file of the server, or run psql in a shell step with with_connections:"
            );
        if (words.Find("from", "stdin") < 0)
            return null;
        if (CopyOptions.Of(words).IsBinary)
            return ("PR4108", "COPY in binary format cannot be part of a text", "write the rows in the text or csv format");
        return rows switch
        {
            null => (
                "PR3970",
                "this COPY … FROM stdin has no rows",
                "end it with ; and write its rows on the lines below, then \\. alone on a line"
            ),
            { Kind: SqlTokenKind.EndlessRows } => (
                "PR3970",
                "the rows of this COPY … FROM stdin have no end",
                "write \\. alone on a line below the last row"
            ),
            _ => null,
        };
    }

    private static (string Id, string Message, string Help) Unterminated(string raw) =>
        raw[0] switch
        {
            '/' => ("PR4104", "unterminated comment", "close it with */; comments nest"),
            '$' => ("PR4103", "unterminated dollar quote", $"close it with {raw[..(raw.IndexOf('$', 1) + 1)]}"),
            '"' => ("PR4102", "unterminated quoted identifier", "close it with \""),
            'u' or 'U' when raw.Length > 2 && raw[2] == '"' => ("PR4102", "unterminated quoted identifier", "close it with \""),
            _ => ("PR4101", "unterminated string", "close it with '; a ' inside is written ''"),
        };

    private static string? OwnsTransaction(StatementTokens words)
    {
        var first = words.Word(0);
        return first switch
        {
            "BEGIN" or "SAVEPOINT" or "RELEASE" or "ABORT" or "END" => first,
            "COMMIT" or "ROLLBACK" when !words.Is(1, "prepared") => first,
            "START" when words.Is(1, "transaction") => "START TRANSACTION",
            "PREPARE" when words.Is(1, "transaction") => "PREPARE TRANSACTION",
            _ => null,
        };
    }

    private static Place Place(RenderedText text, SqlToken token) =>
        text.PlaceAt(
            token.Start,
            Math.Max(1, text.Text.AsSpan(token.Start, token.Length).IndexOfAny('\r', '\n') is var line and >= 0 ? line : token.Length)
        );
}
