using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Findings;

/// <summary>
/// What a statement sets or makes that is gone with its session. Every step has a session of its own, so no later step meets it.
/// </summary>
internal sealed class SessionReader
{
    private const string Settings = "settings: { NAME: value } on the steps that need it, or under the plan's defaults";

    private readonly HashSet<string> temporary = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True while every statement read so far leaves nothing that outlives the session.</summary>
    public bool NothingLasts { get; private set; } = true;

    /// <summary>The token at which it shows, what ends and what to write instead; nothing where nothing of the kind is there.</summary>
    public (int Token, string What, string Safer)? Read(StatementTokens words, bool inTransaction)
    {
        var found = words.Word(0) switch
        {
            "SET" => Set(words, inTransaction),
            "CREATE" => Temporary(words),
            "PREPARE" when !words.Is(1, "transaction") => (
                0,
                $"the prepared statement {words.Raw(Math.Min(1, words.Count - 1))}",
                "write the statement into the step that runs it"
            ),
            "LISTEN" => (0, "LISTEN", "a wait step, which asks until something is there"),
            "LOAD" => (0, "LOAD", "session_preload_libraries of the role or the database: ALTER ROLE … SET"),
            "DECLARE" when words.Find("with", "hold") > 0 => (0, "the cursor", "read the rows in the step that declares it"),
            "SELECT" or "VALUES" or "WITH" or "DO" or "CALL" or "INSERT" => Call(words) ?? Into(words),
            _ => ((int, string, string)?)null,
        };
        NothingLasts &= found is not null ? words.Word(0) is not ("DO" or "CALL" or "INSERT" or "WITH") : IsSessionOnly(words);
        return found;
    }

    private (int, string, string)? Set(StatementTokens words, bool inTransaction)
    {
        var local = words.Is(1, "local");
        var at = local || words.Is(1, "session") && words.Word(2) is not ("AUTHORIZATION" or "CHARACTERISTICS") ? 2 : 1;
        if (words.Word(at) is "TRANSACTION" or "CONSTRAINTS" || local && inTransaction)
            return null;
        var name = words.Word(at) switch
        {
            "ROLE" => "SET ROLE",
            "TIME" => "SET TIME ZONE",
            "SESSION" => $"SET SESSION {words.Word(at + 1)}",
            _ => $"SET {Name(words, at)}",
        };
        return local
            ? (0, $"SET LOCAL {Name(words, at)}, which has no effect at all outside a transaction,", Settings)
            : (
                0,
                name,
                words.Is(at, "role")
                    ? "settings: { role: NAME } on the steps that need it, or under the plan's defaults"
                    : $"{Settings}; permanently: ALTER ROLE … SET or ALTER DATABASE … SET"
            );
    }

    private static string Name(StatementTokens words, int at)
    {
        var name = at < words.Count ? words.Raw(at) : "";
        for (; words.IsSymbol(at + 1, '.') && at + 2 < words.Count; at += 2)
            name += "." + words.Raw(at + 2);
        return name;
    }

    private (int, string, string)? Temporary(StatementTokens words)
    {
        var at = words.Are(1, "or", "replace") ? 3 : 1;
        at += words.Is(at, "global") || words.Is(at, "local") ? 1 : 0;
        var isTemporary = words.Is(at, "temp") || words.Is(at, "temporary");
        at += isTemporary ? 1 : 0;
        at += words.Is(at, "recursive") || words.Is(at, "unlogged") ? 1 : 0;
        if (words.Word(at) is not ("TABLE" or "VIEW" or "SEQUENCE"))
            return null;
        var kind = words.Word(at++).ToLowerInvariant();
        at += words.Are(at, "if", "not", "exists") ? 3 : 0;
        if (words.Name(at) is not { } name)
            return null;
        if (name == "pg_temp" && words.IsSymbol(at + 1, '.') && words.Name(at + 2) is { } inner)
            (isTemporary, name) = (true, inner);
        return isTemporary ? Made(kind, name) : null;
    }

    private (int, string, string)? Into(StatementTokens words)
    {
        var into = words.Find("into");
        return
            into > 0
            && (words.Is(into + 1, "temp") || words.Is(into + 1, "temporary"))
            && words.Name(words.Is(into + 2, "table") ? into + 3 : into + 2) is { } name
            ? Made("table", name)
            : null;
    }

    private (int, string, string) Made(string kind, string name)
    {
        temporary.Add(name);
        return (0, $"the temporary {kind} {name}", $"use it in this step only, or create an ordinary {kind} and drop it in a later step");
    }

    private static (int, string, string)? Call(StatementTokens words)
    {
        for (var i = 0; i < words.Count - 1; i++)
        {
            if (!words.IsSymbol(i + 1, '(') || words.Name(i) is not { } function)
                continue;
            switch (function)
            {
                case "pg_advisory_lock" or "pg_advisory_lock_shared" or "pg_try_advisory_lock" or "pg_try_advisory_lock_shared":
                    return (
                        i,
                        $"the lock of {function}()",
                        "pg_advisory_xact_lock() in the step that needs it; runs of this plan in this environment exclude each other anyway"
                    );
                case "set_config" when IsLast(words, i + 1, "false"):
                    return (i, "what set_config(…, false) sets", Settings);
                case "setseed" or "pg_replication_origin_session_setup":
                    return (i, $"what {function}() sets", "call it in the step that needs it");
                case "pg_export_snapshot":
                    return (i, "the snapshot of pg_export_snapshot()", "use it within the same step");
            }
        }

        return null;
    }

    private static bool IsLast(StatementTokens words, int open, string value)
    {
        var close = words.AfterParenthesis(open) - 1;
        return words.Is(close - 1, value)
            || words[Math.Max(0, close - 1)].Kind == SqlTokenKind.String
                && words.Raw(close - 1).Trim('\'') is "f" or "false" or "off" or "no" or "0";
    }

    // What only works on such things, or takes them away, leaves nothing either.
    private bool IsSessionOnly(StatementTokens words) =>
        words.Word(0) switch
        {
            "SET" or "RESET" or "SHOW" or "UNLISTEN" or "DEALLOCATE" or "DISCARD" or "CLOSE" => true,
            "INSERT" or "DELETE" => IsTemporary(words, 2),
            "UPDATE" or "ANALYZE" or "COPY" => IsTemporary(words, 1),
            "TRUNCATE" or "DROP" => IsTemporary(words, words.Is(1, "table") ? 2 : 1),
            "CREATE" when words.Find("index") is > 0 and <= 2 && words.Find("on") is > 0 and var on => IsTemporary(words, on + 1),
            _ => false,
        };

    private bool IsTemporary(StatementTokens words, int at) =>
        words.Name(at) is { } name && (temporary.Contains(name) || name == "pg_temp" && words.IsSymbol(at + 1, '.'));
}
