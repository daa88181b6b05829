using System.Text.RegularExpressions;

namespace PlanRunner.Steps.Postgres;

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
        ["parameter"] = "SET",
    };

    /// <summary>Null where the server's words are not known, as in another language.</summary>
    public static string? Statement(string message, string? command, string user)
    {
        if (Owner().Match(message) is { Success: true } owned)
            return $"only its owner may: GRANT the owner of {owned.Groups["name"].Value} TO {user}, and settings: {{ role: OWNER }} on the step; or ALTER {Kind(owned)} {owned.Groups["name"].Value} OWNER TO {user}";
        if (Denied().Match(message) is not { Success: true } denied)
            return null;
        var kind = denied.Groups["kind"].Value;
        if (kind is "table" or "view" or "materialized view" or "foreign table" or "relation")
            return $"GRANT {OfTable(command)} ON {denied.Groups["name"].Value} TO {user}, as its owner; or settings: {{ role: OWNER }} on the step";
        if (!Privileges.TryGetValue(kind, out var privilege))
            return null;
        if (kind == "schema" && command?.StartsWith("CREATE", StringComparison.Ordinal) == true)
            privilege = "USAGE, CREATE";
        return $"GRANT {privilege} ON {kind.ToUpperInvariant()} {denied.Groups["name"].Value} TO {user}, as its owner; or settings: {{ role: OWNER }} on the step";
    }

    /// <summary>The same where what is missing is one of Postgres' own roles, which the message or, since 16, its detail names.</summary>
    public static string? Membership(string message, string? detail, string user) =>
        Role().Match($"{message}\n{detail}") is { Success: true } role ? $"GRANT {role.Groups["name"].Value} TO {user}, as a superuser; or settings: {{ role: OWNER }} on the step" : null;

    private static string Kind(Match owned) => owned.Groups["kind"].Value is "relation" ? "TABLE" : owned.Groups["kind"].Value.ToUpperInvariant();

    private static string OfTable(string? command) => command switch
    {
        "SELECT" or "INSERT" or "UPDATE" or "DELETE" or "TRUNCATE" => command == "UPDATE" ? "SELECT, UPDATE" : command == "DELETE" ? "SELECT, DELETE" : command,
        "COPY" => "INSERT",
        "MERGE" => "SELECT, INSERT, UPDATE, DELETE",
        "CREATE TRIGGER" => "TRIGGER",
        _ when command?.Contains("TABLE", StringComparison.Ordinal) == true => "REFERENCES",
        _ => "SELECT",
    };

    [GeneratedRegex("^permission denied (?:to set parameter \"(?<name>[^\"]+)\"|for (?<kind>[a-z -]+?) \"?(?<name>[^\"]+?)\"?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Denied();

    [GeneratedRegex("privileges of the \"?(?<name>pg_[a-z_]+)\"? role", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Role();

    [GeneratedRegex("^must be owner of (?<kind>[a-z -]+?) \"?(?<name>[^\"]+?)\"?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Owner();
}
