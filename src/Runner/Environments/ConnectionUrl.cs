using System.Globalization;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Environments;

/// <summary>A postgres:// URL or a string of libpq's parameters. It is parsed here so that no library's error can echo it with the password in it.</summary>
internal sealed record ConnectionUrl(
    string Host,
    int? Port,
    string Database,
    string Username,
    string? Password,
    string? SslMode,
    string? RootCertificate
)
{
    public const string HowTo = "write postgres://USER:PASSWORD@HOST:PORT/DATABASE, each part percent-encoded";

    private const int UsualPort = 5432;

    /// <summary>The servers after the first, tried in order.</summary>
    public IReadOnlyList<ServerAddress> Others { get; private init; } = [];

    public string? PasswordFile { get; private init; }

    /// <summary>Its other parameters, by libpq's names.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; private init; } = new Dictionary<string, string>();

    /// <summary>Null with the error, which quotes no part of the URL.</summary>
    public static ConnectionUrl? Parse(string text, out string? mistake)
    {
        var url = Parse(text, _ => null, out var wrong);
        mistake = wrong?.Mistake;
        return url;
    }

    /// <summary>The same with the remedy, and with the service that it names.</summary>
    public static ConnectionUrl? Parse(string text, Func<string, string?> variables, out (string Mistake, string Remedy)? wrong)
    {
        var found = ConnectionText.Parse(text, out var mistake);
        wrong = mistake is null ? null : (mistake, HowTo);
        if (found is null)
            return null;
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in found)
            all[name] = value;
        if (all.Remove("service", out var service))
        {
            all.Remove("servicefile", out var named);
            if (ServiceFile.Find(service, named, variables) is not { } defaults)
            {
                wrong = (
                    "its service is not in any service file",
                    "add it to ~/.pg_service.conf or to the file in PGSERVICEFILE, or write host, port and dbname"
                );
                return null;
            }

            foreach (var (name, value) in defaults)
                all.TryAdd(name, value);
        }

        return Build(all, out wrong);
    }

    private static ConnectionUrl? Build(Dictionary<string, string> all, out (string Mistake, string Remedy)? wrong)
    {
        wrong = null;
        var host = Take("host") ?? Take("hostaddr");
        if (Servers(host ?? "", Take("port"), out var mistake) is not { } servers)
        {
            wrong = (mistake!, HowTo);
            return null;
        }

        string[] words = [host ?? "", Take("dbname") ?? "", Take("user") ?? ""];
        mistake = words switch
        {
            ["", ..] => "it has no host",
            [_, "", _] => "it has no database",
            [_, _, ""] => "it has no user",
            _ => null,
        };
        var mode = Take("sslmode");
        if (mistake is null && mode is not null && !ConnectionParameters.SslModes.Contains(mode, StringComparer.Ordinal))
            mistake = $"its sslmode is none of {string.Join(", ", ConnectionParameters.SslModes)}";
        if (mistake is not null)
        {
            wrong = (mistake, HowTo);
            return null;
        }

        var url = new ConnectionUrl(servers[0].Host, servers[0].Given, words[1], words[2], Take("password"), mode, Take("sslrootcert"))
        {
            Others = [.. servers.Skip(1).Select(s => new ServerAddress(s.Host, s.Given ?? UsualPort))],
            PasswordFile = Take("passfile"),
        };
        var passed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in all)
        {
            if (ConnectionParameters.Judge(name, value, "its") is { } refused)
            {
                wrong = refused;
                return null;
            }

            if (ConnectionParameters.Passed(name, value) is { } taken)
                passed[name] = taken;
        }

        return url with
        {
            Parameters = passed,
        };

        string? Take(string name) => all.Remove(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>The hosts with the port of each: one for all of them, or one for each.</summary>
    internal static List<(string Host, int? Given)>? Servers(string hosts, string? ports, out string? mistake)
    {
        var names = hosts.Split(',');
        var given = (ports ?? "").Split(',');
        mistake = "it does not have one port, or as many as hosts";
        if (given.Length != 1 && given.Length != names.Length)
            return null;
        var found = new List<(string, int?)>();
        for (var i = 0; i < names.Length; i++)
        {
            var port = given[given.Length == 1 ? 0 : i];
            var isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536;
            mistake = "its port is not a number";
            if (port.Length > 0 && !isNumber)
                return null;
            mistake = "one of its hosts has no name";
            if (names[i].Length == 0 && names.Length > 1)
                return null;
            found.Add((names[i], isNumber ? number : null));
        }

        mistake = null;
        return found;
    }
}
