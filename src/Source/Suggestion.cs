namespace PlanRunner.Source;

/// <summary>"Did you mean": the known name that someone most likely meant.</summary>
internal static class Suggestion
{
    private const int LongestName = 100;

    /// <summary>The nearest name, or null where none is near enough to be worth saying.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known)
        {
            var limit = Math.Min(bestDistance - 1, Math.Max(1, (Math.Max(name.Length, candidate.Length) + 1) / 3));
            // A template may work a name out, and so it may be as long as a text can be.
            if (Math.Abs(candidate.Length - name.Length) > limit || candidate.Length > LongestName)
                continue;
            var distance = Distance(Normal(name), Normal(candidate), limit);
            if (distance > limit)
                continue;
            (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary><c>did you mean "…"?</c>, else the known names where they are few, else <paramref name="otherwise"/>.</summary>
    public static string? Help(string name, IEnumerable<string> known, string? otherwise = null)
    {
        var names = known as IReadOnlyCollection<string> ?? [.. known];
        if (Nearest(name, names) is { } nearest)
            return $"did you mean \"{nearest}\"?";
        if (otherwise is not null || names.Count is 0 or > 12)
            return otherwise;
        return $"there is {string.Join(", ", names.Order(StringComparer.Ordinal).Select(n => $"\"{n}\""))}";
    }

    /// <summary>Of the missing names, those that an unknown one was most likely meant to be: reporting both would report one error twice.</summary>
    public static IReadOnlySet<string> Meant(IEnumerable<string> unknown, IReadOnlyCollection<string> missing) =>
        unknown.Select(name => Nearest(name, missing)).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static string Normal(string name) => name.ToLowerInvariant().Replace('-', '_');

    // Optimal string alignment: like Levenshtein, and two neighbours exchanged count once.
    private static int Distance(string a, string b, int limit)
    {
        var rows = new int[3][];
        for (var r = 0; r < 3; r++)
            rows[r] = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            rows[0][j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (current, above, twoAbove) = (rows[i % 3], rows[(i - 1) % 3], rows[(i + 1) % 3]);
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var value = Math.Min(Math.Min(current[j - 1], above[j]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    value = Math.Min(value, twoAbove[j - 2] + 1);
                current[j] = value;
                least = Math.Min(least, value);
            }

            if (least > limit)
                return int.MaxValue;
        }

        return rows[a.Length % 3][b.Length];
    }
}
