using System.Text;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// Writes the environment that an apply in a sandbox runs in: the rehearsal's own, with concrete connections in place of sandboxes
/// and secrets in private files. Everything else is as its author wrote it.
/// </summary>
internal static class SandboxEnvironmentFile
{
    private static readonly string[] Replaced = ["connections", "secrets", "workload", "sandbox_folder", "programs"];

    /// <param name="environment">The environment once the clusters run.</param>
    /// <param name="folder">The sandbox's folder.</param>
    /// <param name="programs">The folder of programs for shell steps; null where there is none.</param>
    /// <param name="secrets">The secrets that the plan declares.</param>
    public static void Write(PlanEnvironment environment, string folder, string? programs, IEnumerable<string> secrets)
    {
        var root =
            YamlReader.Read(environment.Source, []) as MappingNode ?? throw new RehearsalException("the environment is not a mapping");
        var yaml = new StringBuilder("# Written by a rehearsal; goes with its sandbox.\n");
        foreach (var (key, value) in root.Entries)
        {
            if (!Replaced.Contains(key.Value, StringComparer.Ordinal))
                Entry(yaml, key.Value, value, 0);
        }

        yaml.Append("sandbox_folder: ").Append(Quote(folder)).Append('\n');
        if (programs is not null)
            yaml.Append("programs: ").Append(Quote(programs)).Append('\n');
        yaml.Append("connections:\n");
        foreach (var connection in environment.Connections.Values)
            Connection(yaml, connection);
        var used = environment.Connections.Values.Select(connection => connection.PasswordSecret).OfType<string>();
        var names = secrets.Concat(used).Distinct(StringComparer.Ordinal).ToList();
        // A key without anything below it is a mistake.
        if (names.Count > 0)
            yaml.Append("secrets:\n");
        foreach (var name in names)
            yaml.Append("  ")
                .Append(Quote(name))
                .Append(": { file: ")
                .Append(Quote(Secret(folder, name, environment.Secrets[name])))
                .Append(" }\n");
        File.WriteAllText(PathIn(folder), yaml.ToString());
    }

    public static string PathIn(string folder) => Path.Combine(folder, "environment.yaml");

    private static void Connection(StringBuilder yaml, ConnectionSettings connection)
    {
        yaml.Append("  ")
            .Append(Quote(connection.Name))
            .Append(": { host: ")
            .Append(Quote(connection.Others.Count == 0 ? connection.Host : string.Join(',', connection.Servers)))
            .Append(", port: ")
            .Append(connection.Port)
            .Append(", database: ")
            .Append(Quote(connection.Database))
            .Append(", username: ")
            .Append(Quote(connection.Username));
        if (connection.PasswordSecret is not null)
            yaml.Append(", password: ").Append(Quote(connection.PasswordSecret));
        yaml.Append(", ssl_mode: ").Append(connection.SslMode);
        if (connection.RootCertificate is not null)
            yaml.Append(", root_certificate: ").Append(Quote(connection.RootCertificate));
        if (connection.Parameters.Where(p => p.Key != "sslpassword").ToList() is { Count: > 0 } own)
            yaml.Append(", parameters: { ").AppendJoin(", ", own.Select(p => $"{p.Key}: {Quote(p.Value)}")).Append(" }");
        if (connection.Major is { } major)
            yaml.Append(", major: ").Append(major);
        if (connection.Markers)
            yaml.Append(", markers: database");
        yaml.Append(" }\n");
    }

    private static string Secret(string folder, string name, string value)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "secrets")).FullName;
        var path = Path.Combine(home, name);
        PrivateFile.Write(path, value);
        return path;
    }

    private static void Entry(StringBuilder yaml, string key, Node value, int indent)
    {
        yaml.Append(' ', indent).Append(Quote(key)).Append(':');
        Value(yaml, value, indent);
    }

    private static void Value(StringBuilder yaml, Node value, int indent)
    {
        switch (value)
        {
            case MappingNode { Entries.Count: > 0 } mapping:
                yaml.Append('\n');
                foreach (var (key, inner) in mapping.Entries)
                    Entry(yaml, key.Value, inner, indent + 2);
                break;
            case SequenceNode { Items.Count: > 0 } sequence:
                yaml.Append('\n');
                foreach (var item in sequence.Items)
                {
                    yaml.Append(' ', indent + 2).Append('-');
                    Value(yaml, item, indent + 2);
                }

                break;
            case MappingNode:
                yaml.Append(" {}\n");
                break;
            case SequenceNode:
                yaml.Append(" []\n");
                break;
            case ScalarNode scalar:
                yaml.Append(' ').Append(scalar.Quoted || !IsPlain(scalar.Value) ? Quote(scalar.Value) : scalar.Value).Append('\n');
                break;
        }
    }

    // Numbers, booleans and null keep their type only unquoted; whatever else was unquoted is text either way.
    private static bool IsPlain(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-' or '~' or '_') && text != "-";

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c))
                quoted.Append($"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
