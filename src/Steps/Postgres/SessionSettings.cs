using System.Globalization;

namespace PlanRunner.Steps.Postgres;

/// <summary>The settings of a session in the order in which they are set.</summary>
internal static class SessionSettings
{
    public const string CheckInterval = "client_connection_check_interval";

    public static IReadOnlyList<(string Key, string Value)> Of(
        string applicationName,
        IReadOnlyDictionary<string, string> settings,
        TimeSpan? statementTimeout,
        int major
    )
    {
        // Our lexer relies on the first one.
        var all = new List<(string, string)> { ("standard_conforming_strings", "on") };
        all.AddRange(PortableText.Written);
        all.Add(("application_name", applicationName));
        // A statement of a process that died must not continue.
        if (major >= 14)
            all.Add((CheckInterval, "5s"));
        if (statementTimeout is { } timeout)
            all.Add(("statement_timeout", Milliseconds(timeout)));
        var given = settings
            .OrderBy(s => string.Equals(s.Key, "role", StringComparison.OrdinalIgnoreCase))
            .Select(s => (s.Key, s.Value))
            .ToList();
        all.RemoveAll(own => given.Exists(g => string.Equals(g.Key, own.Item1, StringComparison.OrdinalIgnoreCase)));
        return [.. all, .. given];
    }

    /// <summary>The same for the sessions of a program, whose servers' versions nobody has asked and which has a name already.</summary>
    public static IEnumerable<(string Key, string Value)> OfShell(IReadOnlyDictionary<string, string> settings, TimeSpan? timeout) =>
        Of("", PortableText.Compared(settings), timeout, major: 0).Where(s => s.Key != "application_name");

    // A second later than our own deadline, which says more.
    private static string Milliseconds(TimeSpan timeout) =>
        ((long)Math.Min(int.MaxValue, (Math.Ceiling(timeout.TotalSeconds) + 1) * 1000)).ToString(CultureInfo.InvariantCulture);
}
