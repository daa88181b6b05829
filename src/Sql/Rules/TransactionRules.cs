using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>
/// Which statements Postgres refuses inside a transaction block (PreventInTransactionBlock in its source), as far as their words
/// tell. What depends on the server's version or its content is left to the server.
/// </summary>
internal static class TransactionRules
{
    /// <param name="words">The statement.</param>
    /// <param name="withoutSlot">Subscriptions whose slot an earlier statement of the same text has let go.</param>
    public static string? WhyForbidden(StatementTokens words, IReadOnlySet<string> withoutSlot)
    {
        var no = words.Word(0) switch
        {
            "VACUUM" => "VACUUM",
            "COMMIT" or "ROLLBACK" when words.Is(1, "prepared") => words.Word(0) + " PREPARED",
            "DISCARD" when words.Is(1, "all") => "DISCARD ALL",
            "CLUSTER" => WholeCluster(words),
            "REINDEX" => Reindex(words),
            "CREATE" => Create(words),
            "ALTER" => Alter(words),
            "DROP" => Drop(words, withoutSlot),
            _ => null,
        };
        return no is null ? null : $"{no} cannot run inside a transaction";
    }

    /// <summary>The subscription that <c>ALTER SUBSCRIPTION … SET (slot_name = NONE)</c> frees from its slot.</summary>
    public static string? SubscriptionWithoutSlot(StatementTokens words) =>
        words.Are(0, "alter", "subscription") && words.Is(3, "set") && Option(words, "slot_name") == "none" ? words.Name(2) : null;

    private static string? Create(StatementTokens words)
    {
        if (words.Is(1, "database") || words.Is(1, "tablespace"))
            return $"CREATE {words.Word(1)}";
        var index = words.Is(1, "unique") ? 2 : 1;
        if (words.Are(index, "index", "concurrently"))
            return "CREATE INDEX CONCURRENTLY";
        if (!words.Is(1, "subscription") || IsFalse(Option(words, "create_slot")) || IsFalse(Option(words, "connect")))
            return null;
        return "CREATE SUBSCRIPTION that makes its slot";
    }

    private static string? Drop(StatementTokens words, IReadOnlySet<string> withoutSlot)
    {
        if (words.Is(1, "database") || words.Is(1, "tablespace"))
            return $"DROP {words.Word(1)}";
        if (words.Are(1, "index", "concurrently"))
            return "DROP INDEX CONCURRENTLY";
        if (!words.Is(1, "subscription"))
            return null;
        var name = words.Name(words.Are(2, "if", "exists") ? 4 : 2);
        return name is not null && withoutSlot.Contains(name)
            ? null
            : "DROP SUBSCRIPTION of one that may still have its slot (ALTER SUBSCRIPTION … SET (slot_name = NONE) before it in the same step lifts that)";
    }

    private static string? Alter(StatementTokens words)
    {
        if (words.Is(1, "system"))
            return "ALTER SYSTEM";
        if (words.Is(1, "database") && words.Are(3, "set", "tablespace"))
            return "ALTER DATABASE … SET TABLESPACE";
        if (words.Is(1, "table") && words.Find("detach", "partition") > 0 && words.Is(words.Count - 1, "concurrently"))
            return "DETACH PARTITION … CONCURRENTLY";
        if (!words.Is(1, "subscription"))
            return null;
        if (words.Is(3, "refresh"))
            return "ALTER SUBSCRIPTION … REFRESH";
        if (words.Word(3) is "SET" or "ADD" or "DROP" && words.Is(4, "publication") && !IsFalse(Option(words, "refresh")))
            return $"ALTER SUBSCRIPTION … {words.Word(3)} PUBLICATION with a refresh";
        if (words.Is(3, "set") && (Option(words, "failover") is not null || Option(words, "two_phase") is not null))
            return "ALTER SUBSCRIPTION … SET (failover or two_phase)";
        return null;
    }

    private static string? WholeCluster(StatementTokens words)
    {
        var next = AfterOptions(words, 1);
        if (words.Is(next, "verbose"))
            next++;
        return next >= words.Count ? "CLUSTER without a table" : null;
    }

    private static string? Reindex(StatementTokens words)
    {
        var kind = AfterOptions(words, 1);
        if (words.Is(kind, "verbose"))
            kind++;
        if (words.Word(kind) is "DATABASE" or "SYSTEM" or "SCHEMA")
            return $"REINDEX {words.Word(kind)}";
        return words.Is(kind + 1, "concurrently") || ReindexesConcurrently(words) ? "REINDEX CONCURRENTLY" : null;
    }

    /// <summary>With the option in parentheses.</summary>
    public static bool ReindexesConcurrently(StatementTokens words) =>
        words.IsSymbol(1, '(') && Option(words, "concurrently") is { } value && !IsFalse(value);

    private static int AfterOptions(StatementTokens words, int index) => words.IsSymbol(index, '(') ? words.AfterParenthesis(index) : index;

    /// <summary>The value of an option in any of the statement's parentheses, in lower case; empty where it is only named.</summary>
    public static string? Option(StatementTokens words, string name)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (words.Name(i) != name || !(words.IsSymbol(i - 1, '(') || words.IsSymbol(i - 1, ',')))
                continue;
            var value = words.IsSymbol(i + 1, '=') ? i + 2 : i + 1;
            return value >= words.Count || words.IsSymbol(value, ')') || words.IsSymbol(value, ',')
                ? ""
                : words.Raw(value).Trim('\'', '"').ToLowerInvariant();
        }

        return null;
    }

    private static bool IsFalse(string? value) => value is "false" or "off" or "0" or "no" or "f";
}
