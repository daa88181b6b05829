using System.Text;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Environments;

/// <summary>
/// libpq's password file: the first line whose host, port, database and user fit, each of which may be <c>*</c>. It is read here,
/// not by the driver, so that the password is a secret by name and the clients of shell steps get the same one.
/// https://www.postgresql.org/docs/current/libpq-pgpass.html
/// </summary>
internal sealed class PasswordFile(string folder, EnvironmentRequest request, Diagnostics diagnostics)
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>The password in the file that the environment names; a file without one is a mistake.</summary>
    public string? Require(string named, Place place, ConnectionSettings connection)
    {
        var path = Path.Combine(folder, Home(named));
        if (File.Exists(path) && ReadableByOthers(path))
        {
            diagnostics.Error("PR3076", $"other users can read the password file \"{named}\"", place, $"chmod 600 {named}");
            return null;
        }

        var own = new Diagnostics();
        var text = SourceReader.Read(path, named, own, place)?.Text;
        diagnostics.AddRange(own);
        if (text is null)
            return null;
        if (Find(text, connection) is { } password)
            return password;
        diagnostics.Error(
            "PR3076",
            $"no line of the password file \"{named}\" matches {connection}",
            place,
            $"add one: {connection.Host}:{connection.Port}:{connection.Database}:{connection.Username}:PASSWORD"
        );
        return null;
    }

    /// <summary>What libpq would find for a connection without a password: in PGPASSFILE, otherwise in ~/.pgpass; not one that others can read.</summary>
    public string? FindUsual(ConnectionSettings connection)
    {
        var path =
            request.EnvironmentVariables("PGPASSFILE") is { Length: > 0 } named ? named
            : request.EnvironmentVariables("HOME") is { Length: > 0 } home ? Path.Combine(home, ".pgpass")
            : null;
        if (path is null || !File.Exists(path) || ReadableByOthers(path))
            return null;
        return SourceReader.Read(path, path, new Diagnostics()) is { } source ? Find(source.Text, connection) : null;
    }

    internal static string? Find(string text, ConnectionSettings connection)
    {
        // libpq looks a socket's folder and an address up as they are written, and so do we.
        string[] wanted =
        [
            connection.Host,
            connection.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            connection.Database,
            connection.Username,
        ];
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => !l.StartsWith('#')))
        {
            var fields = Fields(line);
            if (fields.Count == wanted.Length + 1 && wanted.Zip(fields).All(f => f.Second.Pattern == "*" || f.Second.Text == f.First))
                return fields[^1].Text is { Length: > 0 } password ? password : null;
        }

        return null;
    }

    // The last field takes what is left of the line. A backslash takes the next character as it is.
    private static List<(string Pattern, string Text)> Fields(string line)
    {
        var fields = new List<(string, string)>();
        var text = new StringBuilder();
        var start = 0;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ':' && fields.Count < 4))
            {
                fields.Add((line[start..i], text.ToString()));
                text.Clear();
                start = i + 1;
                continue;
            }

            if (line[i] == '\\' && i + 1 < line.Length)
                i++;
            text.Append(line[i]);
        }

        return fields;
    }

    private string Home(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) && request.EnvironmentVariables("HOME") is { Length: > 0 } home
            ? Path.Combine(home, path[2..])
            : path;

    private static bool ReadableByOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
}
