using System.Text.RegularExpressions;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Sql;

/// <summary>The GRANT that is missing, from what the server said (42501) and the statement that it said it of.</summary>
internal static partial class MissingGrant
{
    // https://www.postgresql.org/docs/current/ddl-priv.html
    private static readonly Dictionary<string, string> Privileges = new(StringComparer.Ordinal)
    {
        ["schema"] = "USAGE",
        ["sequence"] = "USAGE, SELECT",
        ["database"] = "CREATE",
        ["function"] = "EXECUTE",
        ["procedure"] = "EXECUTE",
        ["routine"] = "EXECUTE",
        ["type"] = "USAGE",
        ["language"] = "USAGE",
        ["tablespace"] = "CREATE",
        ["foreign server"] = "USAGE",
        ["foreign-data wrapper"] = "USAGE",
    };

    /// <summary>Null where the server's words are not known, as in another language.</summary>
    public static string? Help(string message, string? detail, SqlStatement? statement, string user) =>
        Statement(message, statement, user) ?? Membership(message, detail, user);

    private static string? Statement(string message, SqlStatement? statement, string user)
    {
        var grantee = Quoted(user);
        var words = statement?.Words ?? StatementTokens.Of("");
        if (Owner().Match(message) is { Success: true } owned)
            return OfOwner(owned.Groups["kind"].Value, Spelled(words, owned.Groups["name"].Value), grantee);
        if (Parameter().Match(message) is { Success: true } parameter)
            return $"GRANT {(words.Are(0, "alter", "system") ? "ALTER SYSTEM" : "SET")} ON PARAMETER {parameter.Groups["name"].Value} TO {grantee}, as a superuser";
        if (Denied().Match(message) is not { Success: true } denied)
            return null;
        var (kind, name) = (denied.Groups["kind"].Value, Spelled(words, denied.Groups["name"].Value));
        var isTable = kind is "table" or "view" or "materialized view" or "foreign table" or "relation";
        var privilege = isTable ? OfTable(statement?.Class.Command) : Privileges.GetValueOrDefault(kind);
        if (privilege is null)
            return null;
        if (kind == "schema" && statement?.Class.Command.StartsWith("CREATE", StringComparison.Ordinal) == true)
            privilege = "USAGE, CREATE";
        var on = isTable ? name : $"{kind.ToUpperInvariant()} {name}";
        // Granting a privilege needs more than having it.
        return Granted(words) is { } granted
            ? $"GRANT {granted} ON {on} TO {grantee} WITH GRANT OPTION, as its owner; or settings: {{ role: OWNER }} on the step"
            : $"GRANT {privilege} ON {on} TO {grantee}, as its owner; or settings: {{ role: OWNER }} on the step";
    }

    // One of Postgres' own roles, which the message or, since 16, its detail names.
    private static string? Membership(string message, string? detail, string user) =>
        Role().Match($"{message}\n{detail}") is { Success: true } role
            ? $"GRANT {role.Groups["name"].Value} TO {Quoted(user)}, as a superuser; or settings: {{ role: OWNER }} on the step"
            : null;

    private static string OfOwner(string kind, string name, string grantee)
    {
        var type = kind is "relation" ? "TABLE" : kind.ToUpperInvariant();
        var owner = kind is "table" or "index" or "sequence" or "view" or "materialized view" or "foreign table" or "relation"
            ? $" (SELECT relowner::regrole FROM pg_class WHERE oid = '{name.Replace("'", "''", StringComparison.Ordinal)}'::regclass)"
            : "";
        return $"only its owner may: settings: {{ role: OWNER }} on the step, with its owner{owner} and GRANT OWNER TO {grantee}; or ALTER {type} {name} OWNER TO {grantee}";
    }

    // The privileges that a GRANT or REVOKE names; null for any other statement.
    private static string? Granted(StatementTokens words)
    {
        if (!words.Is(0, "grant") && !words.Is(0, "revoke"))
            return null;
        var from = words.Are(1, "grant", "option", "for") ? 4 : 1;
        var to = words.Find("on");
        return to <= from
            ? null
            : string.Join(' ', Enumerable.Range(from, to - from).Select(words.Raw)).Replace(" ,", ",", StringComparison.Ordinal);
    }

    // The server reports only the last part of a name: the statement has its schema and its quotes.
    private static string Spelled(StatementTokens words, string name)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var start = at;
            if (
                ObjectName.Read(words, ref at) is { } spelled
                && words.Name(at - 1) == name
                && (at - start > 1 || words[start].Kind == SqlTokenKind.QuotedName)
            )
                return spelled;
            at = start;
            // A schema is before the dot.
            if (words.Name(at) == name && words.IsSymbol(at + 1, '.'))
                return words.Raw(at);
        }

        return Quoted(name);
    }

    private static string Quoted(string name) =>
        Plain().IsMatch(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string OfTable(string? command) =>
        command switch
        {
            "SELECT" or "INSERT" or "UPDATE" or "DELETE" or "TRUNCATE" => command == "UPDATE" ? "SELECT, UPDATE"
            : command == "DELETE" ? "SELECT, DELETE"
            : command,
            "COPY" => "INSERT",
            "LOCK" => "UPDATE",
            "MERGE" => "SELECT, INSERT, UPDATE, DELETE",
            "CREATE TRIGGER" => "TRIGGER",
            _ when command?.Contains("TABLE", StringComparison.Ordinal) == true => "REFERENCES",
            _ => "SELECT",
        };

    [GeneratedRegex(
        "^permission denied to set parameter \"(?<name>[^\"]+)\"$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Parameter();

    [GeneratedRegex(
        "^permission denied for (?<kind>[a-z -]+?) (?<name>[^ ].*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Denied();

    [GeneratedRegex("^[a-z_][a-z0-9_]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(
        "privileges of the \"?(?<name>pg_[a-z_]+)\"? role",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Role();

    [GeneratedRegex(
        "^must be owner of (?<kind>[a-z -]+?) (?<name>[^ ].*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Owner();
}
