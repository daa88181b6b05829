namespace PlanRunner.Steps;

/// <summary>
/// Takes the values of known secrets out of text that came from elsewhere (driver errors, output of children). Text that we
/// render ourselves never needs it: its segments know what is secret.
/// </summary>
public sealed class Redactor
{
    private readonly List<(string Value, string Name)> secrets = [];

    /// <summary>Values shorter than this are too common to be replaced in foreign text without making it unreadable.</summary>
    public const int ShortestValue = 4;

    public void Add(string name, string value)
    {
        foreach (var form in Forms(value).Distinct(StringComparer.Ordinal))
        {
            if (form.Length >= ShortestValue)
                secrets.Add((form, name));
        }

        // Longest first, so that a secret that contains another one is not left half visible.
        secrets.Sort((a, b) => b.Value.Length.CompareTo(a.Value.Length));
    }

    public string Redact(string text)
    {
        foreach (var (value, name) in secrets)
            text = text.Replace(value, $"(secret {name})", StringComparison.Ordinal);
        return text;
    }

    // The shapes in which servers and tools echo a value: as it is, line by line, inside SQL and conninfo quotes, in a URL, in base64.
    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        foreach (var line in value.Split('\n'))
            yield return line.TrimEnd('\r');
        yield return value.Replace("'", "''", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        yield return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
        yield return Uri.EscapeDataString(value);
        yield return Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value));
    }
}
