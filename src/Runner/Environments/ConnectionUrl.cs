using System.Globalization;

namespace PlanRunner.Runner.Environments;

/// <summary>A postgres:// URL. It is parsed here so that no library's error can echo it with the password in it.</summary>
internal sealed record ConnectionUrl(string Host, int? Port, string Database, string Username, string? Password, string? SslMode, string? RootCertificate)
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Null with what is wrong, said without any part of the URL.</summary>
    public static ConnectionUrl? Parse(string text, out string? mistake)
    {
        var scheme = Schemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        mistake = "it does not begin with postgres://";
        if (scheme is null)
            return null;
        var rest = text.Trim()[scheme.Length..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, database) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        var at = authority.LastIndexOf('@');
        var (user, server) = at < 0 ? ("", authority) : (authority[..at], authority[(at + 1)..]);

        mistake = "it names several hosts";
        if (server.Contains(',', StringComparison.Ordinal))
            return null;
        mistake = "its port is not a number";
        if (!SplitPort(server, out var host, out var port))
            return null;
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        var decoded = new[] { host, database, colon < 0 ? user : user[..colon], colon < 0 ? "" : user[(colon + 1)..] }.Select(Decode).ToList();
        mistake = "a percent sign in it is not followed by two hexadecimal digits";
        if (decoded.Contains(null))
            return null;
        mistake = decoded switch
        {
            ["", ..] => "it has no host",
            [_, "", ..] => "it has no database",
            [_, _, "", ..] => "it has no user",
            _ => null,
        };
        if (mistake is not null)
            return null;
        return ReadQuery(query, new ConnectionUrl(decoded[0]!, port, decoded[1]!, decoded[2]!, decoded[3] is "" ? null : decoded[3], null, null), out mistake);
    }

    private static ConnectionUrl? ReadQuery(string query, ConnectionUrl url, out string? mistake)
    {
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (part, "") : (part[..equals], Decode(part[(equals + 1)..]) ?? "");
            mistake = "its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full";
            if (name == "sslmode" && value is not ("disable" or "allow" or "prefer" or "require" or "verify-ca" or "verify-full"))
                return null;
            url = name switch
            {
                "sslmode" => url with { SslMode = value is "allow" ? "prefer" : value },
                "sslrootcert" => url with { RootCertificate = value },
                _ => url,
            };
        }

        mistake = null;
        return url;
    }

    private static bool SplitPort(string server, out string host, out int? port)
    {
        port = null;
        var bracket = server.LastIndexOf(']');
        var colon = server.IndexOf(':', Math.Max(0, bracket));
        host = colon < 0 ? server : server[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
            host = host[1..^1];
        if (colon < 0 || colon == server.Length - 1)
            return true;
        var ok = int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536;
        port = number;
        return ok;
    }

    private static string? Decode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])))
                return null;
        }

        return Uri.UnescapeDataString(text);
    }
}
