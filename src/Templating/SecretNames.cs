namespace PlanRunner.Templating;

/// <summary>Names of secrets, joined by '+', each once and in the order in which they were met.</summary>
internal static class SecretNames
{
    public static string? Join(string? first, string? second) =>
        second is null || first == second ? first
        : first is null ? second
        : string.Join('+', first.Split('+').Concat(second.Split('+')).Distinct(StringComparer.Ordinal));
}
