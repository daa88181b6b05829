using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>Names a statement the way Postgres' own documentation does: <c>CREATE MATERIALIZED VIEW</c>.</summary>
internal static class CommandNames
{
    private static readonly string[] Before =
    [
        "OR",
        "REPLACE",
        "TEMP",
        "TEMPORARY",
        "UNLOGGED",
        "UNIQUE",
        "GLOBAL",
        "LOCAL",
        "RECURSIVE",
        "TRUSTED",
        "PROCEDURAL",
        "CONSTRAINT",
    ];

    // Types of two words and more, by their first one.
    private static readonly Dictionary<string, string[]> Longer = new(StringComparer.Ordinal)
    {
        ["MATERIALIZED"] = ["VIEW"],
        ["FOREIGN"] = ["TABLE", "DATA WRAPPER"],
        ["EVENT"] = ["TRIGGER"],
        ["ACCESS"] = ["METHOD"],
        ["USER"] = ["MAPPING"],
        ["DEFAULT"] = ["PRIVILEGES"],
        ["LARGE"] = ["OBJECT"],
        ["OPERATOR"] = ["CLASS", "FAMILY"],
        ["TEXT"] = ["SEARCH CONFIGURATION", "SEARCH DICTIONARY", "SEARCH PARSER", "SEARCH TEMPLATE"],
    };

    public static string Of(StatementTokens words)
    {
        var first = 0;
        while (words.IsSymbol(first, '('))
            first++;
        return words.Word(first) switch
        {
            "" => "a statement",
            "CREATE" or "ALTER" or "DROP" => OfObject(words),
            "REFRESH" => "REFRESH MATERIALIZED VIEW",
            "COMMIT" or "ROLLBACK" when words.Is(1, "prepared") => words.Word(0) + " PREPARED",
            "SECURITY" => "SECURITY LABEL",
            "IMPORT" => "IMPORT FOREIGN SCHEMA",
            "REINDEX" when words.Find("concurrently") > 0 => "REINDEX CONCURRENTLY",
            var word => word,
        };
    }

    private static string OfObject(StatementTokens words)
    {
        var i = 1;
        while (Before.Contains(words.Word(i)))
            i++;
        var name = $"{words.Word(0)} {words.Word(i)}".TrimEnd();
        foreach (var rest in Longer.GetValueOrDefault(words.Word(i), []))
        {
            var parts = rest.Split(' ');
            if (words.Are(i + 1, parts))
                return $"{name} {rest}";
        }

        return words.Is(i, "index") && words.Is(i + 1, "concurrently") ? name + " CONCURRENTLY" : name;
    }
}
