using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql;

/// <summary>The statements of a text by which it is known again in another one: without comments, in one spelling.</summary>
internal static class StatementParts
{
    private const int LongestHead = 6;

    // Running these twice is the same as once, and many steps have the same ones.
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "begin",
        "start",
        "commit",
        "end",
        "rollback",
        "savepoint",
        "release",
        "set",
        "reset",
        "show",
        "lock",
        "analyze",
        "vacuum",
        "refresh",
        "reindex",
        "checkpoint",
        "discard",
        "listen",
        "notify",
        "load",
        "comment",
    };

    /// <summary>One for each statement that says something of its own; of an INSERT one for each of its rows.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var tokens = SqlLexer.Read(text);
        var words = new StatementTokens(text, tokens);
        var (from, depth) = (0, 0);
        for (var i = 0; i <= tokens.Count; i++)
        {
            if (i < tokens.Count && !(depth <= 0 && words.IsSymbol(i, ';')))
            {
                depth +=
                    words.IsSymbol(i, '(') ? 1
                    : words.IsSymbol(i, ')') ? -1
                    : 0;
                continue;
            }

            if (i + 1 < tokens.Count && tokens[i + 1].Kind is SqlTokenKind.CopyRows or SqlTokenKind.EndlessRows)
                i++;
            foreach (var part in Parts(words, from, Math.Min(i, tokens.Count - 1)))
                yield return part;
            (from, depth) = (i + 1, 0);
        }
    }

    private static IEnumerable<string> Parts(StatementTokens words, int from, int last)
    {
        if (last < from || Common.Contains(words.Name(from) ?? "") || IsRepeatable(words, from))
            yield break;
        var values = words.Is(from, "insert") ? Enumerable.Range(from, last - from + 1).FirstOrDefault(i => words.Is(i, "values")) : 0;
        if (values == 0 || !words.IsSymbol(values + 1, '('))
        {
            yield return Text(words, from, last);
            yield break;
        }

        var head = Text(words, from, values);
        for (var row = values + 1; row <= last && words.IsSymbol(row, '('); row++)
        {
            var end = words.AfterParenthesis(row);
            yield return $"{head} {Text(words, row, Math.Min(end, last + 1) - 1)}";
            row = end;
        }
    }

    private static bool IsRepeatable(StatementTokens words, int from) =>
        words.Are(from, "select", "pg_catalog")
        || words.Are(from, "select", "set_config")
        || words.Are(from, "select", "pg_sleep")
        || (words.Is(from, "create") && Enumerable.Range(from, LongestHead).Any(i => words.Are(i, "if", "not", "exists")));

    private static string Text(StatementTokens words, int from, int last) =>
        string.Join(
            ' ',
            Enumerable
                .Range(from, last - from + 1)
                .Where(i => !(i == last && words.IsSymbol(i, ';')))
                .Select(i => words[i].Kind == SqlTokenKind.Word ? words.Name(i) : words.Raw(i))
        );
}
