using PlanRunner.Source;
using PlanRunner.Sql.Findings;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Sql;

/// <summary>What a server refuses of statements that are one transaction, as far as their words tell it for sure or nearly so.</summary>
internal static class TransactionMistakes
{
    public static void Check(IReadOnlyList<SqlStatement> statements, Diagnostics diagnostics)
    {
        var added = new List<(string Type, string Value, string Text)>();
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i];
            var command = statement.Class.Command;
            if (added.Count > 0)
                Uses(statement, added, diagnostics);
            if (command is not ("DO" or "SET" or "ALTER TYPE" or "CREATE TYPE"))
                continue;
            var words = statement.Words;
            if (command == "DO" && EndsTransaction(words) is { } word)
                diagnostics.Error(
                    "PR3972",
                    $"this DO contains {word}, which is not allowed in the transaction of its step (2D000)",
                    statement.Place,
                    ServerFailures.Help("2D000", null, "")
                );
            else if (command == "SET" && i > 0 && IsBeforeQueries(words) && statements.Take(i).Any(Queries))
                diagnostics.Error(
                    "PR3973",
                    "SET TRANSACTION comes after a query of the same transaction (25001)",
                    statement.Place,
                    ServerFailures.Help("25001", null, "before any query")
                );
            else if (command == "CREATE TYPE")
                types.Add(Name(words, 2).Name);
            else if (command == "ALTER TYPE" && AddedValue(words) is { } value && !types.Contains(value.Type))
                added.Add(value);
        }
    }

    // In PL/pgSQL a statement begins behind ; or a word that opens a block.
    private static string? EndsTransaction(StatementTokens words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i].Kind is not (SqlTokenKind.DollarString or SqlTokenKind.String))
                continue;
            var raw = words.Raw(i);
            var tag = words[i].Kind == SqlTokenKind.DollarString ? raw.IndexOf('$', 1) + 1 : 1;
            var body = StatementTokens.Of(raw[tag..Math.Max(tag, raw.Length - tag)]);
            for (var at = 0; at < body.Count; at++)
            {
                var begins = at == 0 || body.IsSymbol(at - 1, ';') || body.Word(at - 1) is "BEGIN" or "THEN" or "ELSE" or "LOOP";
                if (begins && body.Word(at) is "COMMIT" or "ROLLBACK" && (body.IsSymbol(at + 1, ';') || body.Is(at + 1, "and")))
                    return body.Word(at);
            }
        }

        return null;
    }

    private static bool IsBeforeQueries(StatementTokens words)
    {
        var at = words.Is(1, "local") || words.Is(1, "session") ? 2 : 1;
        return (words.Is(at, "transaction") && (words.Find("isolation", "level") > 0 || words.Find("snapshot") > 0))
            || words.Is(at, "transaction_isolation");
    }

    private static bool Queries(SqlStatement statement) =>
        statement.Class.Command is not ("SET" or "RESET" or "SHOW" or "LOCK" or "LISTEN" or "NOTIFY" or "COMMENT");

    private static (string Type, string Value, string Text)? AddedValue(StatementTokens words)
    {
        var (type, at) = Name(words, 2);
        if (!words.Are(at, "add", "value"))
            return null;
        at = words.Are(at + 2, "if", "not", "exists") ? at + 5 : at + 2;
        return at < words.Count && words[at].Kind == SqlTokenKind.String ? (type, words.Raw(at), words.Raw(at).Trim('\'')) : null;
    }

    private static (string Name, int After) Name(StatementTokens words, int at) =>
        words.IsSymbol(at + 1, '.') ? (words.Name(at + 2) ?? "", at + 3) : (words.Name(at) ?? "", at + 1);

    // A cast to the type is sure; a bare string may be of another one.
    private static void Uses(SqlStatement statement, List<(string Type, string Value, string Text)> added, Diagnostics diagnostics)
    {
        var words = statement.Words;
        for (var i = 0; i < words.Count; i++)
        {
            if (
                words[i].Kind != SqlTokenKind.String
                || added.Find(a => a.Value == words.Raw(i)) is not { Type: not null } use
                || words.Is(i - 1, "value")
                || words.Word(i - 1) is "BEFORE" or "AFTER"
            )
                continue;
            var place = statement.Source.PlaceAt(statement.Start + words[i].Start, words[i].Length);
            var isCast =
                (words[i + 1 < words.Count ? i + 1 : i] is { Kind: SqlTokenKind.Symbol, Length: 2 } && Name(words, i + 2).Name == use.Type)
                || (words.Is(i + 1, "as") && Name(words, i + 2).Name == use.Type);
            var help = ServerFailures.Help("55P04", null, "");
            if (isCast)
                diagnostics.Error("PR3974", $"{use.Value} of {use.Type} is used in the transaction that adds it (55P04)", place, help);
            else
                diagnostics.Warning(
                    "PR3975",
                    $"{use.Value} is added to {use.Type} in the same transaction; if it has that type here, the server rejects it (55P04)",
                    place,
                    help
                );
            return;
        }
    }
}
