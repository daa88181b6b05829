using System.Globalization;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>Binds one connection: given by its parts, by a URL in the process's environment, or as a sandbox.</summary>
internal sealed class ConnectionBinder(string folder, EnvironmentRequest request, SecretBinder secrets, Diagnostics diagnostics)
{
    private const int UsualPort = 5432;
    private const string Loopback = "127.0.0.1";

    private static readonly string[] Parts = ["host", "port", "database", "username", "password", "password_file"];

    private readonly PasswordFile files = new(folder, request, diagnostics);

    /// <summary>Stands for a connection with mistakes, so that each is told once.</summary>
    public static ConnectionSettings Placeholder(string name) => new(name, "placeholder", UsualPort, "placeholder", "placeholder");

    public ConnectionSettings Bind(ScalarNode name, MappingNode node)
    {
        var ways = new[] { "url_env", "sandbox" }.Where(way => node[way] is not null).ToList();
        var extra = Parts.Where(part => node[part] is not null).Concat(ways.Skip(1)).FirstOrDefault();
        if (ways.Count > 0 && extra is not null)
            diagnostics.Error("PR3069", $"connection \"{name.Value}\" has \"{ways[0]}\" and \"{extra}\"", node.Entry(extra)!.Key.Place, $"\"{ways[0]}\" gives all of it: remove \"{extra}\"");
        var settings = node["sandbox"] is MappingNode sandbox ? FromSandbox(name.Value, sandbox)
            : node["url_env"] is ScalarNode variable ? FromUrl(name.Value, node, variable)
            : FromParts(name, node);
        if (node["password"] is ScalarNode password && node["password_file"] is ScalarNode file)
            diagnostics.Error("PR3069", $"connection \"{name.Value}\" has a password and a password file", file.Place, $"remove one of them; the secret \"{password.Value}\" is used");
        if (settings.Password is null && node["sandbox"] is null && request.ReadSecrets)
            settings = FromPasswordFile(settings, node);
        return settings with { Place = name.Place, Markers = Text(node, "markers") == "database" };
    }

    // Known by a name of its own, which no plan can use: what stands in the file may be another password for each connection.
    private ConnectionSettings FromPasswordFile(ConnectionSettings settings, MappingNode node)
    {
        var secret = $"{settings.Name}.password";
        var password = request.KnownSecrets.GetValueOrDefault(secret)
            ?? (node["password_file"] is ScalarNode file ? files.Require(file, settings) : files.FindUsual(settings));
        if (password is null)
            return settings;
        secrets.Add(secret, password);
        return settings with { Password = password, PasswordSecret = secret };
    }

    private ConnectionSettings FromParts(ScalarNode name, MappingNode node)
    {
        var missing = new[] { "host", "database", "username" }.Where(part => node[part] is null).ToList();
        if (missing.Count > 0)
            diagnostics.Error("PR3069", $"connection \"{name.Value}\" has no {string.Join(", no ", missing)}", name.Place, "give host, database and username, or url_env, or sandbox");
        var host = Text(node, "host") ?? "placeholder";
        return new ConnectionSettings(name.Value, host, Number(node, "port") ?? UsualPort, Text(node, "database") ?? "placeholder", Text(node, "username") ?? "placeholder")
        {
            Password = node["password"] is ScalarNode secret ? secrets.Use(secret) : null,
            PasswordSecret = Text(node, "password"),
            SslMode = Text(node, "ssl_mode") ?? UsualSslMode(host),
            RootCertificate = Certificate(node, Text(node, "root_certificate")),
            Major = Number(node, "major"),
        };
    }

    private ConnectionSettings FromUrl(string name, MappingNode node, ScalarNode variable)
    {
        var certificate = Text(node, "root_certificate");
        if (!request.ReadSecrets)
        {
            var settings = new ConnectionSettings(name, $"host-in-{variable.Value}", UsualPort, $"database-in-{variable.Value}", $"username-in-{variable.Value}");
            return settings with { SslMode = Text(node, "ssl_mode") ?? "verify-full", RootCertificate = Certificate(node, certificate), Major = Number(node, "major") };
        }

        if (request.EnvironmentVariables(variable.Value) is not { Length: > 0 } text)
        {
            diagnostics.Error("PR3062", $"the environment variable {variable.Value} is not set, and connection \"{name}\" comes from it", variable.Place, $"set it before the run: export {variable.Value}=postgres://…");
            return Placeholder(name);
        }

        if (ConnectionUrl.Parse(text, out var mistake) is not { } url)
        {
            diagnostics.Error("PR3062", $"the URL in {variable.Value} cannot be used: {mistake}", variable.Place, "write postgres://USER:PASSWORD@HOST:PORT/DATABASE, each part percent-encoded");
            return Placeholder(name);
        }

        if (url.Password is not null)
            secrets.Add(variable.Value, url.Password);
        return new ConnectionSettings(name, url.Host, url.Port ?? UsualPort, url.Database, url.Username)
        {
            Password = url.Password,
            PasswordSecret = url.Password is null ? null : variable.Value,
            SslMode = url.SslMode ?? Text(node, "ssl_mode") ?? UsualSslMode(url.Host),
            RootCertificate = Certificate(node, url.RootCertificate ?? certificate),
            Major = Number(node, "major"),
        };
    }

    private ConnectionSettings FromSandbox(string name, MappingNode sandbox)
    {
        var server = request.Servers.GetValueOrDefault(name) ?? new SandboxServer(Loopback, UsualPort, "root-of-the-sandbox.crt");
        return new ConnectionSettings(name, server.Host, server.Port, Text(sandbox, "database") ?? "postgres", Text(sandbox, "username") ?? "postgres")
        {
            Password = sandbox["password"] is ScalarNode secret ? secrets.Use(secret) : null,
            PasswordSecret = Text(sandbox, "password"),
            SslMode = "verify-full",
            RootCertificate = server.RootCertificate,
            Major = Number(sandbox, "major"),
        };
    }

    // "system" is libpq's word for the machine's own store.
    private string? Certificate(MappingNode node, string? path)
    {
        if (path is null or ConnectionSettings.SystemStore)
            return path;
        var full = Path.GetFullPath(Path.Combine(folder, path));
        if (request.ReadSecrets && !File.Exists(full))
            diagnostics.Error("PR3070", $"there is no file of root certificates \"{path}\"", (node["root_certificate"] ?? node).Place, "download it to there, or correct the path");
        return full;
    }

    private static string UsualSslMode(string host) =>
        host is "localhost" or "::1" || host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith('/') ? "prefer" : "verify-full";

    private static string? Text(MappingNode node, string key) => (node[key] as ScalarNode)?.Value;

    private static int? Number(MappingNode node, string key) =>
        int.TryParse(Text(node, key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
