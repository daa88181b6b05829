using System.Text;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Steps.Processes;

/// <summary>
/// Provides the plan's connections to libpq's programs by name, <c>pg_dump service=source</c>, without a password in any argument or
/// variable: a service file and a password file that only this user can read.
/// </summary>
internal static class ConnectionFiles
{
    private const string ApplicationName = "application_name";
    private const string Options = "options";

    // libpq's names of those parameters that a variable can carry.
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["channel_binding"] = "PGCHANNELBINDING",
        ["client_encoding"] = "PGCLIENTENCODING",
        ["connect_timeout"] = "PGCONNECT_TIMEOUT",
        ["gssencmode"] = "PGGSSENCMODE",
        ["krbsrvname"] = "PGKRBSRVNAME",
        ["load_balance_hosts"] = "PGLOADBALANCEHOSTS",
        ["options"] = "PGOPTIONS",
        ["require_auth"] = "PGREQUIREAUTH",
        ["sslcert"] = "PGSSLCERT",
        ["sslkey"] = "PGSSLKEY",
        ["sslnegotiation"] = "PGSSLNEGOTIATION",
        ["ssl_max_protocol_version"] = "PGSSLMAXPROTOCOLVERSION",
        ["ssl_min_protocol_version"] = "PGSSLMINPROTOCOLVERSION",
        ["target_session_attrs"] = "PGTARGETSESSIONATTRS",
    };

    /// <summary>Writes the files and returns the variables that name them; with exactly one connection it is also the default.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="connections">Those that the program may use.</param>
    /// <param name="applicationName">How its sessions are called on the servers.</param>
    /// <param name="settings">Of each of its sessions.</param>
    /// <exception cref="ProcessStartException">libpq's files cannot hold one of them.</exception>
    public static IReadOnlyDictionary<string, string?> Write(
        PrivateFolder folder,
        IReadOnlyList<ConnectionSettings> connections,
        string applicationName,
        IEnumerable<(string Key, string Value)> settings
    )
    {
        // Half of the password would be there as another line, and fail to log in.
        if (connections.FirstOrDefault(c => c.Password?.AsSpan().IndexOfAny('\n', '\r') >= 0) is { } broken)
            throw ProcessStartException.Of(
                $"the password of connection \"{broken.Name}\" has a line break, which libpq's password file cannot contain",
                "use a password without line breaks"
            );
        // Set in planrunner's own environment, these would lead a child to another server, or bypass the password file.
        var variables = ProcessVariables.OfLibpq.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        var options = string.Join(' ', settings.Select(s => $"-c {s.Key}={Option(s.Value)}"));
        variables["PGSERVICEFILE"] = folder.Write("pg_service.conf", Services(connections, options));
        variables["PGPASSFILE"] = folder.Write("pgpass", Passwords(connections));
        variables["PGAPPNAME"] =
            connections is [var sole] && sole.Parameters.TryGetValue(ApplicationName, out var own) ? own : applicationName;
        variables["PGOPTIONS"] = options;
        variables["PGCLIENTENCODING"] = "UTF8";
        if (connections is [var only])
        {
            variables["PGHOST"] = Hosts(only);
            variables["PGPORT"] = Ports(only);
            variables["PGDATABASE"] = only.Database;
            variables["PGUSER"] = only.Username;
            variables["PGSSLMODE"] = only.SslMode;
            if (RootCertificate(only) is { } certificate)
                variables["PGSSLROOTCERT"] = certificate;
            foreach (var (name, value) in only.Parameters.Where(p => Variables.ContainsKey(p.Key)))
                variables[Variables[name]] = name == Options ? $"{value} {options}".TrimEnd() : value;
            // What no variable can carry is in the service, which then has all of it.
            if (only.Parameters.Keys.Any(name => name != ApplicationName && !Variables.ContainsKey(name)))
                variables["PGSERVICE"] = only.Name;
        }

        return variables;
    }

    // The server splits the text at white space; a backslash escapes what follows.
    private static string Option(string value) =>
        string.Concat(value.Select(c => char.IsWhiteSpace(c) || c == '\\' ? $"\\{c}" : c.ToString()));

    // A service takes precedence over a variable, so the settings are in it too.
    private static string Services(IEnumerable<ConnectionSettings> connections, string options)
    {
        var text = new StringBuilder();
        foreach (var connection in connections)
        {
            text.Append('[').Append(connection.Name).Append("]\n");
            text.Append("host=").Append(Hosts(connection)).Append('\n');
            text.Append("port=").Append(Ports(connection)).Append('\n');
            text.Append("dbname=").Append(connection.Database).Append('\n');
            text.Append("user=").Append(connection.Username).Append('\n');
            text.Append("sslmode=").Append(connection.SslMode).Append('\n');
            if (RootCertificate(connection) is { } certificate)
                text.Append("sslrootcert=").Append(certificate).Append('\n');
            foreach (var (name, value) in connection.Parameters)
                text.Append(name).Append('=').Append(name == Options ? $"{value} {options}".TrimEnd() : value).Append('\n');
        }

        return text.ToString();
    }

    private static string Hosts(ConnectionSettings connection) => string.Join(',', connection.Servers.Select(server => server.Host));

    private static string Ports(ConnectionSettings connection) => string.Join(',', connection.Servers.Select(server => server.Port));

    // What the driver finds by itself must be passed to libpq, or an SQL step would connect where a shell step does not.
    private static string? RootCertificate(ConnectionSettings connection) =>
        connection.RootCertificate is { } file and not ConnectionSettings.SystemStore ? file
        : connection.SslMode is "verify-ca" or "verify-full" ? SystemCertificates.File ?? connection.RootCertificate
        : null;

    // The first matching line is used: those for one database come before those for any, which tools that visit several need.
    private static string Passwords(IReadOnlyList<ConnectionSettings> connections)
    {
        var known = connections.Where(connection => connection.Password is not null).ToList();
        var lines = known
            .SelectMany(connection => Lines(connection, Escape(connection.Database)))
            .Concat(known.SelectMany(connection => Lines(connection, "*")));
        return string.Concat(lines.Distinct(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines(ConnectionSettings connection, string database) =>
        connection.Servers.Select(server =>
            $"{Escape(server.Host)}:{server.Port}:{database}:{Escape(connection.Username)}:{Escape(connection.Password!)}\n"
        );

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
