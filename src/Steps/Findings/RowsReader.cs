using PlanRunner.Steps.Postgres;

namespace PlanRunner.Steps.Findings;

/// <summary>The statements that change rows, wherever they stand: alone, after a WITH, or inside of one.</summary>
internal sealed class RowsReader(StatementTokens words, StatementReading reading)
{
    public void Read()
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words.Word(i) is "UPDATE" or "DELETE" or "INSERT" or "MERGE" && IsStatement(i))
                Statement(new WordReader(words, i, EndOf(i)));
            else if (words.Is(i, "into") && words.Word(0) is "SELECT" or "WITH" && IsTopLevel(i) && new WordReader(words, i + 1, words.Count) is var into)
                Into(into);
        }
    }

    private void Into(WordReader into)
    {
        while (into.Word is "TEMP" or "TEMPORARY" or "UNLOGGED" or "TABLE")
            into.At++;
        if (reading.WorksOn is null && into.Name() is { } made)
            reading.Creates.Add(made);
    }

    private bool IsTopLevel(int i) => words.TopLevel().Contains(i);

    // FOR UPDATE, ON CONFLICT DO UPDATE, ON DELETE, WHEN MATCHED THEN DELETE are no statements of their own.
    private bool IsStatement(int i) => i == 0
        || (words.IsSymbol(i - 1, '(') && (words.Is(i - 2, "as") || words.Is(i - 2, "materialized")))
        || (words.Is(0, "with") && words.IsSymbol(i - 1, ')') && IsTopLevel(i))
        || (words.Is(0, "explain") && IsTopLevel(i) && !words.Is(i - 1, "for") && !words.Is(i - 1, "do") && !words.Is(i - 1, "on") && !words.Is(i - 1, "then"));

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

    private void Statement(WordReader statement)
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
        if (verb is "UPDATE" or "DELETE" && !statement.Has("where"))
            reading.Hit(FindingRules.NoWhere, start, table, $"{verb} without WHERE {(verb == "UPDATE" ? "changes" : "removes")} every row of {table}");
    }
}
