using System.Text;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Steps.Processes;

/// <summary>
/// Gives libpq's programs the plan's connections by name, <c>pg_dump service=source</c>, without a password in any argument or
/// variable: a service file and a password file that only this user can read.
/// </summary>
public static class ConnectionFiles
{
    // Set in the runner's own environment these would lead a child to another server, or past the password file.
    private static readonly string[] Misleading =
    [
        "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGSERVICE", "PGSSLMODE", "PGREQUIRESSL", "PGSSLROOTCERT", "PGSSLNEGOTIATION",
        "PGDATESTYLE", "PGTZ", "PGGEQO", "PGTARGETSESSIONATTRS", "PGLOADBALANCEHOSTS", "PGREQUIREAUTH", "PGCHANNELBINDING", "PGSYSCONFDIR",
    ];

    /// <summary>Writes the files and gives the variables that name them; with exactly one connection it is also the default one.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="connections">Those that the program may use.</param>
    /// <param name="applicationName">How its sessions are called on the servers.</param>
    /// <param name="settings">Of each of its sessions.</param>
    /// <exception cref="ProcessStartException">libpq's files cannot hold one of them.</exception>
    public static IReadOnlyDictionary<string, string?> Write(
        PrivateFolder folder, IReadOnlyList<ConnectionSettings> connections, string applicationName, IEnumerable<(string Key, string Value)> settings)
    {
        // Half of the password would stand there as another line, and fail to log in.
        if (connections.FirstOrDefault(c => c.Password?.AsSpan().IndexOfAny('\n', '\r') >= 0) is { } broken)
            throw new ProcessStartException($"the password of connection \"{broken.Name}\" has a line break, which libpq's password file cannot hold", "give the role a password of one line");
        var variables = Misleading.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        variables["PGSERVICEFILE"] = folder.Write("pg_service.conf", Services(connections));
        variables["PGPASSFILE"] = folder.Write("pgpass", Passwords(connections));
        variables["PGAPPNAME"] = applicationName;
        variables["PGOPTIONS"] = string.Join(' ', settings.Select(s => $"-c {s.Key}={Option(s.Value)}"));
        variables["PGCLIENTENCODING"] = "UTF8";
        if (connections is [var only])
        {
            variables["PGHOST"] = only.Host;
            variables["PGPORT"] = only.Port.ToString();
            variables["PGDATABASE"] = only.Database;
            variables["PGUSER"] = only.Username;
            variables["PGSSLMODE"] = only.SslMode;
            if (RootCertificate(only) is { } certificate)
                variables["PGSSLROOTCERT"] = certificate;
        }

        return variables;
    }

    // The server takes the text apart at white space; a backslash keeps what follows.
    private static string Option(string value) => string.Concat(value.Select(c => char.IsWhiteSpace(c) || c == '\\' ? $"\\{c}" : c.ToString()));

    private static string Services(IEnumerable<ConnectionSettings> connections)
    {
        var text = new StringBuilder();
        foreach (var connection in connections)
        {
            text.Append('[').Append(connection.Name).Append("]\n");
            text.Append("host=").Append(connection.Host).Append('\n');
            text.Append("port=").Append(connection.Port).Append('\n');
            text.Append("dbname=").Append(connection.Database).Append('\n');
            text.Append("user=").Append(connection.Username).Append('\n');
            text.Append("sslmode=").Append(connection.SslMode).Append('\n');
            if (RootCertificate(connection) is { } certificate)
                text.Append("sslrootcert=").Append(certificate).Append('\n');
        }

        return text.ToString();
    }

    // What the driver finds by itself libpq must be told, or a step in SQL would connect where one in shell does not.
    private static string? RootCertificate(ConnectionSettings connection) =>
        connection.RootCertificate is { } file and not ConnectionSettings.SystemStore ? file
        : connection.SslMode is "verify-ca" or "verify-full" ? SystemCertificates.File ?? connection.RootCertificate
        : null;

    // The first line that fits counts: those for one database come before those for any, which tools that visit several need.
    private static string Passwords(IReadOnlyList<ConnectionSettings> connections)
    {
        var known = connections.Where(connection => connection.Password is not null).ToList();
        var lines = known.Select(connection => Line(connection, Escape(connection.Database))).Concat(known.Select(connection => Line(connection, "*")));
        return string.Concat(lines.Distinct(StringComparer.Ordinal));
    }

    private static string Line(ConnectionSettings connection, string database) =>
        $"{Escape(connection.Host)}:{connection.Port}:{database}:{Escape(connection.Username)}:{Escape(connection.Password!)}\n";

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
