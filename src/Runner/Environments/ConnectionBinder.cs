using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Environments;

/// <summary>Binds one connection: given by its parts, by a URL in the process's environment, or as a sandbox.</summary>
internal sealed class ConnectionBinder(string folder, EnvironmentRequest request, SecretBinder secrets, Diagnostics diagnostics)
{
    private const int UsualPort = 5432;
    private const string Loopback = "127.0.0.1";

    private static readonly string[] Parts = ["host", "port", "database", "username", "password", "password_file", "parameters"];
    private static readonly string[] OfTheServer = ["ssl_mode", "root_certificate", "major"];

    private readonly PasswordFile files = new(folder, request, diagnostics);

    /// <summary>Stands for a connection with mistakes, so that each is reported once.</summary>
    public static ConnectionSettings Placeholder(string name) => new(name, "placeholder", UsualPort, "placeholder", "placeholder");

    public ConnectionSettings Bind(ScalarNode name, MappingNode node)
    {
        var ways = new[] { "url_env", "sandbox" }.Where(way => node[way] is not null).ToList();
        var extra = Parts.Where(part => node[part] is not null).Concat(ways.Skip(1)).FirstOrDefault();
        if (ways.Count > 0 && extra is not null)
            diagnostics.Error(
                "PR3069",
                $"connection \"{name.Value}\" has \"{ways[0]}\" and \"{extra}\"",
                node.Entry(extra)!.Key.Place,
                $"\"{ways[0]}\" gives all of it: remove \"{extra}\""
            );
        if (node["sandbox"] is not null && OfTheServer.FirstOrDefault(part => node[part] is not null) is { } own)
            diagnostics.Error(
                "PR3069",
                $"connection \"{name.Value}\" has a sandbox and \"{own}\"",
                node.Entry(own)!.Key.Place,
                own == "major" ? "write it in the sandbox" : $"a sandbox brings its own certificate: remove \"{own}\""
            );
        var settings =
            node["sandbox"] is MappingNode sandbox ? FromSandbox(name.Value, sandbox)
            : node["url_env"] is ScalarNode variable ? FromUrl(name.Value, node, variable)
            : FromParts(name, node);
        if (node["password"] is ScalarNode password && node["password_file"] is ScalarNode file)
            diagnostics.Error(
                "PR3069",
                $"connection \"{name.Value}\" has a password and a password file",
                file.Place,
                $"remove one of them; the secret \"{password.Value}\" is used"
            );
        if (settings.Password is null && node["sandbox"] is null && request.ReadSecrets)
            settings = FromPasswordFile(settings, node);
        if (settings is { RootCertificate: ConnectionSettings.SystemStore, SslMode: not "verify-full" } && node["url_env"] is null)
            diagnostics.Error(
                "PR3986",
                $"connection \"{name.Value}\" trusts the machine's own certificates with ssl_mode: {settings.SslMode}, which libpq rejects",
                (node["ssl_mode"] ?? node).Place,
                "write ssl_mode: verify-full"
            );
        return settings with { Place = name.Place, Markers = Text(node, "markers") == "database" };
    }

    // Known by a name of its own, which no plan can use: what is in the file may be another password for each connection.
    private ConnectionSettings FromPasswordFile(ConnectionSettings settings, MappingNode node)
    {
        var secret = $"{settings.Name}.password";
        var password =
            request.KnownSecrets.GetValueOrDefault(secret)
            ?? (node["password_file"] is ScalarNode file ? files.Require(file.Value, file.Place, settings) : files.FindUsual(settings));
        if (password is null)
            return settings;
        return WithPassword(settings, password);
    }

    private ConnectionSettings FromParts(ScalarNode name, MappingNode node)
    {
        var missing = new[] { "host", "database", "username" }.Where(part => node[part] is null).ToList();
        if (missing.Count > 0)
            diagnostics.Error(
                "PR3069",
                $"connection \"{name.Value}\" has no {string.Join(", no ", missing)}",
                name.Place,
                "give host, database and username, or url_env, or sandbox"
            );
        var servers = Servers(node);
        var host = servers[0].Host;
        return new ConnectionSettings(
            name.Value,
            host,
            servers[0].Port,
            Text(node, "database") ?? "placeholder",
            Text(node, "username") ?? "placeholder"
        )
        {
            Others = [.. servers.Skip(1)],
            Parameters = Parameters(node),
            Password = node["password"] is ScalarNode secret ? secrets.Use(secret) : null,
            PasswordSecret = Text(node, "password"),
            SslMode =
                Text(node, "ssl_mode")
                ?? (Text(node, "root_certificate") is ConnectionSettings.SystemStore ? "verify-full" : UsualSslMode(host)),
            RootCertificate = Certificate(node, Text(node, "root_certificate")),
            Major = Number(node, "major"),
        };
    }

    private ConnectionSettings FromUrl(string name, MappingNode node, ScalarNode variable)
    {
        var certificate = Text(node, "root_certificate");
        if (!request.ReadSecrets)
        {
            var settings = new ConnectionSettings(
                name,
                $"host-in-{variable.Value}",
                UsualPort,
                $"database-in-{variable.Value}",
                $"username-in-{variable.Value}"
            );
            return settings with
            {
                SslMode = Text(node, "ssl_mode") ?? "verify-full",
                RootCertificate = Certificate(node, certificate),
                Major = Number(node, "major"),
            };
        }

        if (request.EnvironmentVariables(variable.Value) is not { Length: > 0 } text)
        {
            diagnostics.Error(
                "PR3062",
                $"the environment variable {variable.Value} is not set, and connection \"{name}\" needs it",
                variable.Place,
                $"set it before the run: export {variable.Value}=postgres://…"
            );
            return Placeholder(name);
        }

        if (ConnectionUrl.Parse(text, request.EnvironmentVariables, out var wrong) is not { } url)
        {
            diagnostics.Error(
                "PR3080",
                $"the URL in {variable.Value} cannot be used: {wrong!.Value.Mistake}",
                variable.Place,
                wrong.Value.Remedy
            );
            return Placeholder(name);
        }

        AgreeOn(node, "ssl_mode", "sslmode", url.SslMode, variable.Value);
        AgreeOn(node, "root_certificate", "sslrootcert", url.RootCertificate, variable.Value);
        if (url.Password is not null)
            secrets.Add(variable.Value, url.Password);
        if (url.Parameters.TryGetValue("sslpassword", out var phrase))
            secrets.Add($"{variable.Value}.sslpassword", phrase);
        var found = Of(name, node, variable, url, certificate);
        if (found is { RootCertificate: ConnectionSettings.SystemStore, SslMode: not "verify-full" })
            diagnostics.Error(
                "PR3986",
                $"the URL in {variable.Value} has sslrootcert=system and sslmode={found.SslMode}, which libpq rejects",
                variable.Place,
                "write sslmode=verify-full"
            );
        return url is { Password: null, PasswordFile: { } file } && files.Require(file, variable.Place, found) is { } password
            ? WithPassword(found, password)
            : found;
    }

    // A difference between the file and the URL is an error, not a guess.
    private void AgreeOn(MappingNode node, string key, string parameter, string? inUrl, string variable)
    {
        if (node[key] is ScalarNode said && inUrl is not null && said.Value != inUrl)
            diagnostics.Error(
                "PR3985",
                $"{key} is \"{said.Value}\" here, and {parameter} in {variable} is something else",
                said.Place,
                $"use the same value in both, or remove {parameter} from the URL"
            );
    }

    private ConnectionSettings WithPassword(ConnectionSettings settings, string password)
    {
        var secret = $"{settings.Name}.password";
        secrets.Add(secret, password);
        return settings with { Password = password, PasswordSecret = secret };
    }

    private ConnectionSettings Of(string name, MappingNode node, ScalarNode variable, ConnectionUrl url, string? certificate)
    {
        return new ConnectionSettings(name, url.Host, url.Port ?? UsualPort, url.Database, url.Username)
        {
            Password = url.Password,
            PasswordSecret = url.Password is null ? null : variable.Value,
            Others = url.Others,
            Parameters = Files(url.Parameters, variable),
            // As in libpq the machine's own store asks for the strictest mode.
            SslMode =
                url.SslMode
                ?? Text(node, "ssl_mode")
                ?? (url.RootCertificate is ConnectionSettings.SystemStore ? "verify-full" : UsualSslMode(url.Host)),
            RootCertificate = Certificate(node, url.RootCertificate ?? certificate),
            Major = Number(node, "major"),
        };
    }

    private ConnectionSettings FromSandbox(string name, MappingNode sandbox)
    {
        var server = request.Servers.GetValueOrDefault(name) ?? new SandboxServer(Loopback, UsualPort, "root-of-the-sandbox.crt");
        return new ConnectionSettings(
            name,
            server.Host,
            server.Port,
            Text(sandbox, "database") ?? "postgres",
            Text(sandbox, "username") ?? "postgres"
        )
        {
            Password = sandbox["password"] is ScalarNode secret ? secrets.Use(secret) : null,
            PasswordSecret = Text(sandbox, "password"),
            SslMode = "verify-full",
            RootCertificate = server.RootCertificate,
            Major = server.Major ?? Number(sandbox, "major") ?? SandboxImage.Major(Text(sandbox, "image")),
        };
    }

    private List<ServerAddress> Servers(MappingNode node)
    {
        var port = Number(node, "port") ?? UsualPort;
        if (Text(node, "host") is not { } host)
            return [new("placeholder", port)];
        if (!host.Contains(',', StringComparison.Ordinal))
            return [new(host, port)];
        // h1:5432,h2:5433
        var pairs = host.Split(',')
            .Select(one => one.Trim())
            .Select(one =>
                one.LastIndexOf(':') is var colon && colon > one.LastIndexOf(']')
                    ? (one[..colon].Trim('[', ']'), one[(colon + 1)..])
                    : (one.Trim('[', ']'), "")
            )
            .ToList();
        if (
            ConnectionUrl.Servers(
                string.Join(',', pairs.Select(p => p.Item1)),
                string.Join(',', pairs.Select(p => p.Item2)),
                out var mistake
            ) is
            { } servers
        )
            return [.. servers.Select(s => new ServerAddress(s.Host, s.Given ?? port))];
        diagnostics.Error(
            "PR3069",
            $"the list of hosts cannot be used: {mistake}",
            node["host"]!.Place,
            "write host: h1,h2 or host: \"h1:5432,h2:5433\""
        );
        return [new("placeholder", port)];
    }

    private Dictionary<string, string> Parameters(MappingNode node)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in (node["parameters"] as MappingNode)?.Entries ?? [])
        {
            var text = (value as ScalarNode)?.Value ?? "";
            if (KeyOf(key.Value) is { } own)
                diagnostics.Error(
                    "PR3987",
                    $"\"{key.Value}\" has its own key",
                    key.Place,
                    own.Length == 0
                        ? "use a key without a passphrase, or define the connection by url_env"
                        : $"write {own}: beside parameters:"
                );
            else if (ConnectionParameters.Judge(key.Value, text, "connection parameter") is { } refused)
                diagnostics.Error("PR3987", refused.Mistake, key.Place, refused.Remedy);
            else if (ConnectionParameters.Passed(key.Value, text) is { } passed)
                result[key.Value] = passed;
        }

        return node["parameters"] is null ? result : Files(result, node["parameters"]!);
    }

    private static string? KeyOf(string parameter) =>
        parameter switch
        {
            "host" or "port" => parameter,
            "dbname" => "database",
            "user" => "username",
            "password" => "password",
            "passfile" => "password_file",
            "sslmode" => "ssl_mode",
            "sslrootcert" => "root_certificate",
            "sslpassword" => "",
            _ => null,
        };

    // As root_certificate: relative to the environment's file.
    private Dictionary<string, string> Files(IReadOnlyDictionary<string, string> parameters, Node place)
    {
        var result = new Dictionary<string, string>(parameters, StringComparer.Ordinal);
        foreach (var name in new[] { "sslcert", "sslkey" }.Where(result.ContainsKey))
        {
            var path = Path.GetFullPath(Path.Combine(folder, result[name]));
            if (request.ReadSecrets && !FileKind.IsFile(path))
            {
                diagnostics.Error(
                    "PR3070",
                    $"{name} names {FileKind.Other(path) ?? "a file that does not exist"}",
                    place.Place,
                    "correct its path, which is relative to the environment's folder"
                );
            }

            result[name] = path;
        }

        return result;
    }

    // "system" is libpq's word for the machine's own store.
    private string? Certificate(MappingNode node, string? path)
    {
        if (path is null or ConnectionSettings.SystemStore)
            return path;
        var full = Path.GetFullPath(Path.Combine(folder, path));
        if (request.ReadSecrets && !FileKind.IsFile(full))
        {
            var kind = FileKind.Other(full) is { } other ? $": it is {other}" : "";
            diagnostics.Error(
                "PR3070",
                $"the root certificate file \"{path}\" does not exist{kind}",
                (node["root_certificate"] ?? node).Place,
                "download it to that path, or correct the path"
            );
        }

        return full;
    }

    private static string UsualSslMode(string host) =>
        host is "localhost" or "::1" || host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith('/')
            ? "prefer"
            : "verify-full";

    private static string? Text(MappingNode node, string key) => (node[key] as ScalarNode)?.Value;

    private static int? Number(MappingNode node, string key) =>
        int.TryParse(Text(node, key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
