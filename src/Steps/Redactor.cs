using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PlanRunner.Steps;

/// <summary>
/// Takes the values of known secrets out of text that came from elsewhere (driver errors, output of children). Text that we
/// render ourselves never needs it: its segments know what is secret.
/// </summary>
/// <remarks>
/// A short secret makes foreign text hard to read, because it is taken out wherever its letters stand; a long one is recognised by
/// its beginning and by any stretch of some length too, as servers cut values off and tools break them into lines.
/// </remarks>
public sealed class Redactor
{
    /// <summary>So much of the beginning of a secret, or of its end at the start of a text, gives it away.</summary>
    private const int TellingLength = 12;

    /// <summary>So much of it anywhere does.</summary>
    private const int TellingStretch = 16;

    /// <summary>Of so much of a secret, or it would take up more memory than it is worth.</summary>
    private const int LongestStretched = 1 << 14;

    /// <summary>A line of a longer secret that is shorter is no secret: a brace, END.</summary>
    private const int ShortestLine = 6;

    private readonly List<(string Value, string Name)> secrets = [];
    private readonly Dictionary<string, (string Value, int At, string Name)> stretches = new(StringComparer.Ordinal);
    private SearchValues<char> beginnings = SearchValues.Create("");

    // Where neither a secret nor a stretch of one begins nothing has to be looked up: most of most texts.
    private SearchValues<char> candidates = SearchValues.Create("");

    public void Add(string name, string value)
    {
        foreach (var form in Forms(value).Where(form => form.Length > 0).Distinct(StringComparer.Ordinal))
        {
            secrets.Add((form, name));
            for (var at = 0; at + TellingStretch <= Math.Min(form.Length, LongestStretched); at++)
                stretches.TryAdd(form.Substring(at, TellingStretch), (form, at, name));
        }

        var first = secrets.Select(s => s.Value[0]).ToHashSet();
        beginnings = SearchValues.Create([.. first]);
        candidates = SearchValues.Create([.. first.Union(stretches.Keys.Select(s => s[0]))]);
        // Longest first, so that a secret that contains another one is not left half visible.
        secrets.Sort((a, b) => b.Value.Length.CompareTo(a.Value.Length));
    }

    /// <summary>The name of a secret whose value is in the text; null where none is.</summary>
    public string? Holds(string text) => secrets.FirstOrDefault(s => text.Contains(s.Value, StringComparison.Ordinal)).Name;

    public string Redact(string text)
    {
        if (secrets.Count == 0)
            return text;
        var result = new StringBuilder(text.Length);
        var within = stretches.GetAlternateLookup<ReadOnlySpan<char>>();
        // One pass: the name that stands for a secret is not searched again.
        for (var at = 0; at < text.Length;)
        {
            if ((Match(text, at) ?? Stretch(text.AsSpan(at), within)) is not var (length, name))
            {
                var next = text.AsSpan(at + 1).IndexOfAny(candidates);
                var end = next < 0 ? text.Length : at + 1 + next;
                result.Append(text, at, end - at);
                at = end;
                continue;
            }

            result.Append("(secret ").Append(name).Append(')');
            at += length;
        }

        return result.ToString();
    }

    private (int Length, string Name)? Match(string text, int at)
    {
        var rest = text.AsSpan(at);
        foreach (var (value, name) in beginnings.Contains(rest[0]) ? secrets : [])
        {
            if (rest.StartsWith(value, StringComparison.Ordinal))
                return (value.Length, name);
            var common = rest.CommonPrefixLength(value);
            if (common >= TellingLength)
                return (common, name);
        }

        return at == 0 ? Rest(text) : null;
    }

    private static (int Length, string Name)? Stretch(ReadOnlySpan<char> rest, Dictionary<string, (string Value, int At, string Name)>.AlternateLookup<ReadOnlySpan<char>> within) =>
        rest.Length >= TellingStretch && within.TryGetValue(rest[..TellingStretch], out var found)
            ? (rest.CommonPrefixLength(found.Value.AsSpan(found.At)), found.Name)
            : null;

    // A line that was cut in two begins with the end of what was cut.
    private (int Length, string Name)? Rest(string text)
    {
        foreach (var (value, name) in secrets)
        {
            for (var from = 1; from + TellingLength <= value.Length; from++)
            {
                if (text.AsSpan().StartsWith(value.AsSpan(from), StringComparison.Ordinal))
                    return (value.Length - from, name);
            }
        }

        return null;
    }

    // The shapes in which servers and tools echo a value: as it is, line by line, inside SQL, conninfo and JSON quotes, in a URL, in base64.
    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        foreach (var line in value.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length >= ShortestLine))
            yield return line;
        yield return value.Replace("'", "''", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        yield return JsonEncodedText.Encode(value).ToString();
        yield return Uri.EscapeDataString(value);
        yield return LowerHex(Uri.EscapeDataString(value));
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
    }

    // %C3 and %c3 are the same to everybody.
    private static string LowerHex(string escaped)
    {
        var text = new StringBuilder(escaped);
        for (var i = 0; i + 2 < text.Length; i++)
        {
            if (text[i] != '%')
                continue;
            text[i + 1] = char.ToLowerInvariant(text[i + 1]);
            text[i + 2] = char.ToLowerInvariant(text[i + 2]);
        }

        return text.ToString();
    }
}
