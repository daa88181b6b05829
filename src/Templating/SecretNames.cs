namespace PlanRunner.Templating;

/// <summary>Names of secrets, joined by '+', each once and in the order in which they were met.</summary>
internal static class SecretNames
{
    public static string? Join(string? first, string? second)
    {
        if (second is null || string.Equals(first, second, StringComparison.Ordinal))
        {
            return first;
        }

        // The usual case of a text with several secrets in it, run by run.
        if (first is not null && !second.Contains('+', StringComparison.Ordinal) && Has(first, second))
        {
            return first;
        }

        return first is null ? second : string.Join('+', first.Split('+').Concat(second.Split('+')).Distinct(StringComparer.Ordinal));
    }

    private static bool Has(string names, string name)
    {
        foreach (var part in names.AsSpan().Split('+'))
        {
            if (names.AsSpan(part).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
