using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>
/// Settings that the runner counts on for as long as a session lasts: with other values the server would read other letters or other
/// strings than were checked and shown, and a quoted value could end its literal. https://www.postgresql.org/docs/current/runtime-config-compatible.html
/// </summary>
internal static class RequiredSettings
{
    private const string Encoding = "client_encoding";
    private const string Strings = "standard_conforming_strings";

    // A DO inside a DO; more deeply nested bodies are not read.
    private const int DeepestBody = 3;

    private static readonly Dictionary<string, string[]> Accepted = new(StringComparer.OrdinalIgnoreCase)
    {
        // DEFAULT is what the session began with, which is UTF8.
        [Encoding] = ["", "utf8", "unicode", "default", "sql_ascii"],
        [Strings] = ["on", "true", "yes", "1"],
    };

    /// <summary>What a mapping of settings must not say: null where it may.</summary>
    public static (string Id, string Message, string Help)? Mistake(string name, string value) =>
        Accepted.TryGetValue(name, out var accepted) && !accepted.Contains(Folded(value), StringComparer.Ordinal)
            ? Told(name, value)
            : null;

    /// <summary>The same of a statement, whichever way it sets them: null where it does not.</summary>
    public static (string Id, string Message, string Help)? Mistake(string text, IReadOnlyList<SqlToken> tokens)
    {
        // Of the statement alone: a long text has many of them.
        var own = text.AsSpan(tokens[0].Start, tokens[^1].End - tokens[0].Start);
        return
            own.Contains(Strings, StringComparison.OrdinalIgnoreCase)
            || own.Contains(Encoding, StringComparison.OrdinalIgnoreCase)
            || own.Contains("names", StringComparison.OrdinalIgnoreCase)
            || own.Contains("reset", StringComparison.OrdinalIgnoreCase)
            ? Mistake(new StatementTokens(text, tokens), 0)
            : null;
    }

    private static (string Id, string Message, string Help)? Mistake(StatementTokens words, int depth)
    {
        // These are of later sessions, which set their own.
        if (words.Is(0, "alter") && (words.Is(1, "database") || words.Is(1, "role") || words.Is(1, "user") || words.Is(1, "system")))
            return null;
        for (var i = 0; i < words.Count; i++)
        {
            if (Set(words, i) is { } set && Mistake(set.Name, set.Value) is { } mistake)
                return mistake;
            if (words.Are(i, "reset", "all"))
                return (
                    "PR3976",
                    $"RESET ALL would give {Strings} the database's default, and the runner reads every string with it on",
                    "name the settings to reset: RESET lock_timeout; RESET search_path"
                );
            if (depth < DeepestBody && Body(words, i) is { } body && Mistake(StatementTokens.Of(body), depth + 1) is { } inner)
                return inner;
        }

        return null;
    }

    // SET name = value, RESET name, set_config('name', 'value', …), UPDATE pg_settings SET setting = 'value' WHERE name = 'name'.
    private static (string Name, string Value)? Set(StatementTokens words, int i)
    {
        if (words.Is(i, "reset") && words.Name(i + 1) is { } reset)
            return (reset, "DEFAULT");
        if (words.Is(i, "set"))
        {
            var at = words.Is(i + 1, "session") || words.Is(i + 1, "local") ? i + 2 : i + 1;
            if (words.Is(at, "names"))
                return (Encoding, Value(words, at + 1));
            var sign = words.Is(at + 1, "to") || words.IsSymbol(at + 1, '=') || words.Are(at + 1, "from", "current");
            return sign && words.Name(at) is { } name ? (name, Value(words, at + 2)) : null;
        }

        if (words.Is(i, "set_config") && words.IsSymbol(i + 1, '('))
            return (Value(words, i + 2), Value(words, i + 4));
        return words.Is(i, "pg_settings") && words.Is(0, "update") && Value(words, words.Count - 1) is var named
            ? (named, words.Find("setting") is var setting and >= 0 ? Value(words, setting + 2) : "")
            : null;
    }

    private static string Value(StatementTokens words, int at) => at < words.Count ? words.Raw(at).Trim('\'', '"') : "";

    private static string? Body(StatementTokens words, int i)
    {
        if (words[i].Kind is not (SqlTokenKind.DollarString or SqlTokenKind.String))
            return null;
        var raw = words.Raw(i);
        // A short string is a value.
        if (raw.Length <= Encoding.Length + 2)
            return null;
        if (words[i].Kind == SqlTokenKind.String)
            return raw[(raw.IndexOf('\'', StringComparison.Ordinal) + 1)..^1].Replace("''", "'", StringComparison.Ordinal);
        var mark = raw.IndexOf('$', 1) + 1;
        return raw.Length >= 2 * mark ? raw[mark..^mark] : null;
    }

    private static string Folded(string value) => value.Trim().Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static (string Id, string Message, string Help) Told(string name, string value) =>
        string.Equals(name, Encoding, StringComparison.OrdinalIgnoreCase)
            ? (
                "PR3971",
                $"{Encoding} would be {value}, and planrunner sends every text as UTF-8",
                "remove the statement, and save the text as UTF-8"
            )
            : (
                "PR3976",
                $"{Strings} would be {value}, and the runner reads every string with it on",
                @"leave it out; a literal with escapes is written E'…\n…'"
            );
}
