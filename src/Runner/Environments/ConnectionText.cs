using System.Text;

namespace PlanRunner.Runner.Environments;

/// <summary>Takes libpq's two ways to write a connection apart, into its parameters: postgres://… and host=… port=….</summary>
internal static class ConnectionText
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>In order; a later one of the same name overrides. Null with the error, which quotes no part of the text.</summary>
    public static List<(string Name, string Value)>? Parse(string text, out string? mistake)
    {
        text = text.Trim();
        if (Schemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase)) is { } scheme)
            return Url(text[scheme.Length..], out mistake);
        mistake = "it does not begin with postgres://";
        return text.Contains("://", StringComparison.Ordinal) || !text.Contains('=', StringComparison.Ordinal)
            ? null
            : Words(text, out mistake);
    }

    private static List<(string, string)>? Url(string rest, out string? mistake)
    {
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, database) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        var at = authority.LastIndexOf('@');
        var (user, server) = at < 0 ? ("", authority) : (authority[..at], authority[(at + 1)..]);
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        var found = new List<(string, string)>();
        mistake = "a character of its password is not percent-encoded";
        if (at < 0 && query.Contains('@', StringComparison.Ordinal))
            return null;
        mistake = "a percent sign in it is not followed by two hexadecimal digits";
        string[] names = ["user", "password", "dbname"];
        string[] values = [colon < 0 ? user : user[..colon], colon < 0 ? "" : user[(colon + 1)..], database];
        if (!names.Zip(values).All(pair => Add(found, pair.First, pair.Second)) || !Servers(server, found))
            return null;
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (!Add(found, equals < 0 ? part : part[..equals], equals < 0 ? "" : part[(equals + 1)..], even: true))
                return null;
        }

        mistake = null;
        // The one parameter of JDBC that libpq takes in a URL.
        return found.ConvertAll(pair => pair is ("ssl", "true") ? ("sslmode", "require") : pair);
    }

    private static bool Servers(string server, List<(string, string)> found)
    {
        var split = server
            .Split(',')
            .Select(one =>
                one.LastIndexOf(':') is var colon && colon > one.LastIndexOf(']') ? (one[..colon], one[(colon + 1)..]) : (one, "")
            )
            .ToList();
        var hosts = string.Join(',', split.Select(s => s.Item1.StartsWith('[') && s.Item1.EndsWith(']') ? s.Item1[1..^1] : s.Item1));
        return Add(found, "host", hosts)
            && (split.TrueForAll(s => s.Item2.Length == 0) || Add(found, "port", string.Join(',', split.Select(s => s.Item2))));
    }

    private static bool Add(List<(string, string)> found, string name, string encoded, bool even = false)
    {
        if (Decode(encoded) is not { } value)
            return false;
        if (even || value.Length > 0)
            found.Add((name, value));
        return true;
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

    // name = value, where a value with blanks is in quotes and a backslash takes the next character as it is.
    private static List<(string, string)>? Words(string text, out string? mistake)
    {
        var found = new List<(string, string)>();
        var at = 0;
        mistake = "a word in it is not followed by = and its value";
        while (Skip() < text.Length)
        {
            var start = at;
            while (at < text.Length && text[at] != '=' && !char.IsWhiteSpace(text[at]))
                at++;
            var name = text[start..at];
            if (Skip() >= text.Length || text[at++] != '=' || name.Length == 0)
                return null;
            Skip();
            if (Value() is not { } value)
            {
                mistake = "a quote in it is not closed";
                return null;
            }

            found.Add((name, value));
        }

        mistake = null;
        return found;

        int Skip()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            return at;
        }

        string? Value()
        {
            var quoted = at < text.Length && text[at] == '\'';
            at += quoted ? 1 : 0;
            var value = new StringBuilder();
            for (; at < text.Length; at++)
            {
                if (quoted ? text[at] == '\'' : char.IsWhiteSpace(text[at]))
                {
                    at++;
                    return value.ToString();
                }

                if (text[at] == '\\' && at + 1 < text.Length)
                    at++;
                value.Append(text[at]);
            }

            return quoted ? null : value.ToString();
        }
    }
}
