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

        return first is null ? second : string.Join('+', first.Split('+').Concat(second.Split('+')).Distinct(StringComparer.Ordinal));
    }
}
