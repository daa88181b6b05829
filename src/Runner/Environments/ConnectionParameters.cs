using System.Globalization;
using System.Text.RegularExpressions;
using PlanRunner.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>
/// libpq's parameters other than host, port, database, user and password: each is supported, by the sessions of SQL steps and by the
/// programs of shell steps alike, or rejected by name. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
/// </summary>
internal static partial class ConnectionParameters
{
    public static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    private static readonly string[] AuthMethods = ["password", "md5", "gss", "sspi", "scram-sha-256", "none"];
    private static readonly string[] Versions = ["TLSv1.2", "TLSv1.3"];

    // The allowed values of each; null means any text.
    private static readonly Dictionary<string, string[]?> Honoured = new(StringComparer.Ordinal)
    {
        ["application_name"] = null,
        ["channel_binding"] = ["disable", "prefer", "require"],
        ["fallback_application_name"] = null,
        ["gssencmode"] = ["disable", "prefer", "require"],
        ["krbsrvname"] = null,
        ["load_balance_hosts"] = ["disable", "random"],
        ["options"] = null,
        ["sslcert"] = null,
        ["sslkey"] = null,
        ["sslnegotiation"] = ["postgres", "direct"],
        ["sslpassword"] = null,
        ["ssl_min_protocol_version"] = Versions,
        ["ssl_max_protocol_version"] = Versions,
        ["target_session_attrs"] = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"],
    };

    private static readonly string[] Numbers = ["connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval"];

    // Only the value that applies anyway is accepted, for the URLs of providers; everything else has a remedy.
    private static readonly Dictionary<string, (string[] Usual, string Remedy)> Refused = new(StringComparer.Ordinal)
    {
        ["authtype"] = ([], "remove it: libpq does not use it either"),
        ["gssdelegation"] = (["0"], "remove it: credentials are not delegated"),
        ["gsslib"] = ([], "remove it: it is for Windows only"),
        ["hostaddr"] = ([], "write the address as host, or remove it: host is resolved"),
        ["keepalives_count"] = (["0"], "remove it: sessions are checked by a keepalive every 30 s"),
        ["max_protocol_version"] = (["3.0"], "remove it: protocol version 3.0 is used"),
        ["min_protocol_version"] = (["3.0"], "remove it: protocol version 3.0 is used"),
        ["oauth_client_id"] = ([], "use a password or a client certificate"),
        ["oauth_client_secret"] = ([], "use a password or a client certificate"),
        ["oauth_issuer"] = ([], "use a password or a client certificate"),
        ["oauth_scope"] = ([], "use a password or a client certificate"),
        ["replication"] = (["false", "off", "no", "0"], "remove it: a replication session cannot run a plan's steps"),
        ["requirepeer"] = ([], "remove it, and check who owns the socket's folder"),
        ["scram_client_key"] = ([], "set the password"),
        ["scram_server_key"] = ([], "set the password"),
        ["sslcertmode"] = (["allow"], "remove it: a certificate is sent where sslcert names one and the server asks for it"),
        ["sslcompression"] = (["0"], "remove it: TLS is not compressed"),
        ["sslcrl"] = ([], "remove it: certificate revocation lists are not read"),
        ["sslcrldir"] = ([], "remove it: certificate revocation lists are not read"),
        ["sslkeylogfile"] = ([], "remove it: keys are not written to a file"),
        ["sslsni"] = (["1"], "remove it: the host name is always sent"),
        ["tcp_user_timeout"] = (["0"], "remove it: sessions are checked by a keepalive every 30 s"),
        ["servicefile"] = ([], "set service too: it selects an entry of the file"),
        ["tty"] = ([], "remove it: libpq does not use it either"),
    };

    // Of other drivers and of poolers, as they occur in URLs that people copy.
    private static readonly Dictionary<string, string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ["search_path"] = "options=-csearch_path%3DSCHEMA",
        ["currentschema"] = "options=-csearch_path%3DSCHEMA",
        ["schema"] = "options=-csearch_path%3DSCHEMA",
        ["statement_timeout"] = "options=-cstatement_timeout%3D30s, or settings: in the plan",
        ["sslfactory"] = "sslmode and sslrootcert",
        ["connecttimeout"] = "connect_timeout",
        ["applicationname"] = "application_name",
        ["targetservertype"] = "target_session_attrs",
    };

    /// <summary>Null where it is supported, otherwise what is wrong, without its value, and the remedy.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">What it would be.</param>
    /// <param name="whose">What precedes its name in a message: "its" for a URL, "connection parameter" otherwise.</param>
    public static (string Mistake, string Remedy)? Judge(string name, string value, string whose)
    {
        if (value.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            return ($"{whose} {name} has a control character", "write it on one line");
        if (Honoured.TryGetValue(name, out var words))
            return words is null || words.Contains(value, StringComparer.Ordinal) ? null : OneOf(whose, name, words);
        if (Numbers.Contains(name, StringComparer.Ordinal))
            return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                ? null
                : ($"{whose} {name} is not a number", $"write {name}=10");
        if (name == "require_auth")
            return value.Split(',').All(method => AuthMethods.Contains(method.TrimStart('!'), StringComparer.Ordinal))
                ? null
                : OneOf(whose, name, AuthMethods);
        if (name == "client_encoding")
            return value.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() is "UTF8" or "UNICODE" or "AUTO"
                ? null
                : ($"{whose} {name} is not UTF8", "remove it: every session uses UTF8");
        if (Refused.TryGetValue(name, out var refused))
            return refused.Usual.Contains(value, StringComparer.OrdinalIgnoreCase)
                ? null
                : ($"{whose} {name} is not supported", refused.Remedy);
        return Unknown(name);
    }

    /// <summary>How it is passed on; null for a value that applies anyway.</summary>
    public static string? Passed(string name, string value) =>
        name switch
        {
            // libpq takes it where application_name is missing, which it never is here.
            "fallback_application_name" => null,
            // It applies anyway; an old client would not know it.
            "sslnegotiation" when value == "postgres" => null,
            _ when Refused.ContainsKey(name) => null,
            "client_encoding" => "UTF8",
            _ => value,
        };

    private static (string Mistake, string Remedy) OneOf(string whose, string name, string[] words) =>
        ($"{whose} {name} is none of {string.Join(", ", words)}", $"write one of them, as in {name}={words[^1]}");

    // What does not look like a name may be part of a password whose signs were not encoded.
    private static (string Mistake, string Remedy) Unknown(string name)
    {
        if (!Name().IsMatch(name))
            return ("it has a parameter that libpq does not know", "percent-encode ?, & and = where they are part of a value");
        var remedy = Foreign.TryGetValue(name, out var instead)
            ? $"write {instead}"
            : Suggestion.Help(
                name,
                [.. Honoured.Keys, .. Numbers, "require_auth", "sslmode", "sslrootcert", "passfile", "service"],
                "remove it, or use libpq's parameter for it"
            ) ?? "leave it out";
        return ($"it has \"{name}\", which is not a libpq parameter", remedy);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z_]{1,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
