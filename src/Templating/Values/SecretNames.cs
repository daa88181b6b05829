namespace PlanRunner.Templating;

/// <summary>Names of secrets, joined by '+', each once and in the order in which they were met.</summary>
internal static class SecretNames
{
    public static string? Join(IEnumerable<string?> names)
    {
        string? joined = null;
        foreach (var name in names)
        {
            if (name is null || string.Equals(name, joined, StringComparison.Ordinal))
            {
                continue;
            }

            joined = joined is null ? name : string.Join('+', joined.Split('+').Concat(name.Split('+')).Distinct(StringComparer.Ordinal));
        }

        return joined;
    }
}
