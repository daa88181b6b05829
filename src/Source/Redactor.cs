using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PlanRunner.Source;

/// <summary>
/// Takes the values of known secrets out of text that came from elsewhere (driver errors, output of children). Text that we
/// render ourselves never needs it: its segments know what is secret.
/// </summary>
/// <remarks>
/// A short secret makes other text hard to read, because it is removed wherever its letters occur; a long one is recognised by
/// its beginning and by any stretch of some length too, as servers cut values off and tools break them into lines.
/// </remarks>
internal sealed class Redactor
{
    /// <summary>A prefix of this length, or a suffix at the start of a text, reveals a secret.</summary>
    private const int TellingLength = 12;

    /// <summary>So does a part of this length anywhere.</summary>
    private const int TellingStretch = 16;

    /// <summary>Of so much of a secret, or it would take up more memory than it is worth.</summary>
    private const int LongestStretched = 1 << 14;

    /// <summary>A stretch that occurs more often than this, in one secret of the same letters all over, reveals no more.</summary>
    private const int MostForms = 64;

    /// <summary>A line of a longer secret that is shorter is not a secret: a brace, END.</summary>
    private const int ShortestLine = 6;

    private readonly List<(string Value, string Name)> secrets = [];
    private readonly Dictionary<string, List<(string Value, int At, string Name)>> stretches = new(StringComparer.Ordinal);
    private SearchValues<char> beginnings = SearchValues.Create("");

    // Where neither a secret nor a stretch of one begins nothing has to be looked up: most of most texts.
    private SearchValues<char> candidates = SearchValues.Create("");

    public static Redactor Of(IReadOnlyDictionary<string, string> secrets)
    {
        var redactor = new Redactor();
        foreach (var (name, value) in secrets)
            redactor.Add(name, value);
        return redactor;
    }

    public void Add(string name, string value)
    {
        foreach (var form in Forms(value).Where(form => form.Length > 0).Distinct(StringComparer.Ordinal))
        {
            secrets.Add((form, name));
            for (var at = 0; at + TellingStretch <= Math.Min(form.Length, LongestStretched); at++)
                KeepStretch(form, at, name);
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
        for (var at = 0; at < text.Length; )
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

    // Forms of one secret share their beginnings, so what is here is the longest of all that fit.
    private (int Length, string Name)? Match(string text, int at)
    {
        var rest = text.AsSpan(at);
        (int Length, string Name)? best = null;
        foreach (var (value, name) in beginnings.Contains(rest[0]) ? secrets : [])
        {
            var common = rest.CommonPrefixLength(value);
            if ((common == value.Length || common >= TellingLength) && common > (best?.Length ?? 0))
                best = (common, name);
        }

        return best ?? (at == 0 ? EndOfSecret(text) : null);
    }

    private static (int Length, string Name)? Stretch(
        ReadOnlySpan<char> rest,
        Dictionary<string, List<(string Value, int At, string Name)>>.AlternateLookup<ReadOnlySpan<char>> within
    )
    {
        if (rest.Length < TellingStretch || !within.TryGetValue(rest[..TellingStretch], out var found))
            return null;
        var best = (Length: 0, Name: "");
        foreach (var (value, at, name) in found)
        {
            if (rest.CommonPrefixLength(value.AsSpan(at)) is var common && common > best.Length)
                best = (common, name);
        }

        return best;
    }

    // Where a stretch goes on alike in two forms, the first of them is enough.
    private void KeepStretch(string form, int at, string name)
    {
        var key = form.Substring(at, TellingStretch);
        if (!stretches.TryGetValue(key, out var known))
            stretches.Add(key, known = []);
        if (known.Count < MostForms && !known.Exists(k => k.Value.AsSpan(k.At).StartsWith(form.AsSpan(at), StringComparison.Ordinal)))
            known.Add((form, at, name));
    }

    // A line that was cut in two begins with the end of what was cut.
    private (int Length, string Name)? EndOfSecret(string text)
    {
        (int Length, string Name)? best = null;
        foreach (var (value, name) in secrets)
        {
            for (var from = 1; from + Math.Max(TellingLength, (best?.Length ?? 0) + 1) <= value.Length; from++)
            {
                if (text.AsSpan().StartsWith(value.AsSpan(from), StringComparison.Ordinal))
                    best = (value.Length - from, name);
            }
        }

        return best;
    }

    // The shapes in which servers and tools echo a value: as it is, line by line, inside SQL, conninfo, script and JSON quotes,
    // in a password file, in a URL, in base64.
    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        foreach (var line in value.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length >= ShortestLine))
            yield return line;
        yield return value.Replace("'", "''", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
        // A password file, and a script's quotes.
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
        yield return value.Replace("'", "'\\''", StringComparison.Ordinal);
        yield return value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
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
