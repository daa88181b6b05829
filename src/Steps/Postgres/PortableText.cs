namespace PlanRunner.Steps.Postgres;

/// <summary>
/// The settings under which a value as text is the same value on another server, whatever the defaults of server, database and
/// role. They are overridden by the author's settings.
/// </summary>
internal static class PortableText
{
    // What every session writes. No order of day and month: a literal of the author's keeps the one that the database gives it.
    internal static readonly IReadOnlyList<(string Key, string Value)> Written =
    [
        ("datestyle", "ISO"),
        ("bytea_output", "hex"),
        ("extra_float_digits", "3"),
        ("quote_all_identifiers", "off"),
    ];

    // These decide how literals are read as well, so only sessions that values enter or leave have them.
    private static readonly IReadOnlyList<(string Key, string Value)> Passing =
    [
        ("intervalstyle", "postgres"),
        ("lc_monetary", "C"),
        ("xmloption", "content"),
        ("array_nulls", "on"),
    ];

    // The same text on both sides also where it depends on the session and not on the value.
    private static readonly IReadOnlyList<(string Key, string Value)> Alike =
    [
        ("datestyle", "ISO, YMD"),
        ("timezone", "UTC"),
        ("lc_numeric", "C"),
        ("lc_time", "C"),
        ("xmlbinary", "base64"),
    ];

    /// <summary>For a session whose values are taken to, or come from, somewhere else: captures, params, generated statements.</summary>
    public static IReadOnlyDictionary<string, string> Passed(IReadOnlyDictionary<string, string> given) => Under(given, Passing);

    /// <summary>For text that is laid beside another server's: a compare, a shell step's connections, the proof of a rehearsal.</summary>
    public static IReadOnlyDictionary<string, string> Compared(IReadOnlyDictionary<string, string> given) =>
        Under(given, [.. Passing, .. Alike]);

    private static Dictionary<string, string> Under(IReadOnlyDictionary<string, string> given, IEnumerable<(string Key, string Value)> own)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in own)
            all[key] = value;
        foreach (var (key, value) in given)
            all[key] = value;
        return all;
    }
}
