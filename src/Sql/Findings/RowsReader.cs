using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Findings;

/// <summary>The statements that change rows, wherever they are: alone, after a WITH, or inside one.</summary>
internal sealed class RowsReader(StatementTokens words, StatementReading reading)
{
    private const string MergeSafer = "restrict the rows after WHEN … MATCHED AND; if all of them are meant, waive this and say why";
    private readonly HashSet<int> topLevel = [.. words.TopLevel()];

    public void Read()
    {
        if (words.Is(0, "execute") || (words.Is(0, "explain") && words.Find("execute") > 0))
            reading.Hit(FindingRules.NotRead, 0, null, "what the prepared statement does is not analyzed");
        if (words.Is(0, "set") && (words.Is(1, "search_path") || words.Is(2, "search_path") || words.Is(1, "role") || words.Is(2, "role")))
            reading.Renames = true;
        // Only with ANALYZE it runs what it explains.
        if (words.Is(0, "explain") && !Analyzes())
            return;
        for (var i = 0; i < words.Count; i++)
        {
            if (words.Word(i) is "UPDATE" or "DELETE" or "INSERT" or "MERGE" && IsStatement(i))
                Statement(new StatementCursor(words, i, EndOf(i)));
            else if (
                words.Is(i, "into")
                && words.Word(0) is "SELECT" or "WITH"
                && IsTopLevel(i)
                && new StatementCursor(words, i + 1, words.Count) is var into
            )
                Into(into);
        }
    }

    private void Into(StatementCursor into)
    {
        while (into.Word is "TEMP" or "TEMPORARY" or "UNLOGGED" or "TABLE")
            into.At++;
        if (reading.WorksOn is null && into.Name() is { } made)
            reading.Creates.Add((made, false));
    }

    private bool Analyzes()
    {
        for (var i = 1; i < words.Count && words.Word(i) is not ("UPDATE" or "DELETE" or "INSERT" or "MERGE" or "WITH" or "SELECT"); i++)
        {
            if (words.Is(i, "analyze") || words.Is(i, "analyse"))
                return !words.Is(i + 1, "false") && !words.Is(i + 1, "off");
        }

        return false;
    }

    private bool IsTopLevel(int i) => topLevel.Contains(i);

    // FOR UPDATE, ON CONFLICT DO UPDATE, ON DELETE, WHEN MATCHED THEN DELETE are no statements of their own.
    private bool IsStatement(int i) =>
        i == 0
        || (words.IsSymbol(i - 1, '(') && (words.Is(i - 2, "as") || words.Is(i - 2, "materialized")))
        || (words.Is(0, "prepare") && words.Is(i - 1, "as") && IsTopLevel(i))
        || (words.Is(0, "copy") && i == 2 && words.IsSymbol(1, '('))
        || (words.Is(0, "with") && words.IsSymbol(i - 1, ')') && IsTopLevel(i))
        || (
            words.Is(0, "explain")
            && IsTopLevel(i)
            && !words.Is(i - 1, "for")
            && !words.Is(i - 1, "do")
            && !words.Is(i - 1, "on")
            && !words.Is(i - 1, "then")
        );

    private int EndOf(int i)
    {
        var depth = 0;
        for (var end = i; end < words.Count; end++)
        {
            if (words.IsSymbol(end, '('))
                depth++;
            else if (words.IsSymbol(end, ')') && --depth < 0)
                return end;
        }

        return words.Count;
    }

    private void Statement(StatementCursor statement)
    {
        var start = statement.At;
        var verb = statement.Word;
        statement.At++;
        _ = statement.Take("from") || statement.Take("into");
        if (statement.Table() is not { } table)
            return;
        reading.Takes(table, TableLock.RowExclusive);
        var many = verb is not "INSERT" || statement.Has("select");
        if (many)
            reading.WorksOn = table;
        if (verb is "MERGE")
            Merge(statement, start, table);
        if (verb is "UPDATE" or "DELETE" && (!statement.Has("where") || IsTrue(statement)))
            reading.Hit(
                FindingRules.NoWhere,
                start,
                table,
                $"{verb} {(statement.Has("where") ? "with a WHERE that is always true" : "without WHERE")} {(verb == "UPDATE" ? "changes" : "removes")} every row of {table}"
            );
    }

    // WHEN MATCHED, or NOT MATCHED BY SOURCE, THEN DELETE without an AND that says which rows.
    private void Merge(StatementCursor statement, int start, string table)
    {
        var always = IsTrue(statement, "on");
        for (var look = new StatementCursor(statement.Words, statement.At, statement.End); look.SkipTo("when"); )
        {
            look.At++;
            var missing = look.Take("not", "matched");
            if (!missing && !look.Take("matched"))
                continue;
            var bySource = missing && look.Take("by", "source");
            if ((missing && !bySource) || !look.Take("then"))
                continue;
            // ON is what a WHERE is elsewhere: only where it says nothing, or is not asked, every row may go.
            if (!always && !bySource)
                continue;
            var which = bySource ? "that the source lacks, all of them where it is empty" : "(its ON is always true)";
            if (look.Word is "DELETE" or "UPDATE")
                reading.Hit(
                    FindingRules.NoWhere,
                    start,
                    table,
                    $"MERGE {(look.Word == "DELETE" ? "removes" : "changes")} every row of {table} {which}",
                    MergeSafer
                );
        }
    }

    // WHERE true, and 1 = 1: no condition, said at length.
    private static bool IsTrue(StatementCursor statement, string keyword = "where")
    {
        var look = new StatementCursor(statement.Words, statement.At, statement.End);
        if (!look.SkipTo(keyword))
            return false;
        look.At++;
        while (look.TakeSymbol('(')) { }

        if (look.Take("true"))
            return EndsAt(look, look.At);
        var at = look.At;
        return at + 2 < look.End
            && look.Words[at].Kind == SqlTokenKind.Number
            && look.Words.IsSymbol(at + 1, '=')
            && look.Words.Raw(at) == look.Words.Raw(at + 2)
            && EndsAt(look, at + 3);
    }

    private static bool EndsAt(StatementCursor look, int at) =>
        at >= look.End || look.Words.Is(at, "returning") || look.Words.Is(at, "when") || look.Words.IsSymbol(at, ')');
}
