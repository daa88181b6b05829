using System.Globalization;

namespace PlanRunner.Steps.Model;

/// <summary>Durations as plans write them: a number and a unit.</summary>
internal static class Durations
{
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number < 0)
            return false;
        double? milliseconds = text[digits.Length..] switch
        {
            "ms" => number,
            "s" => number * 1000,
            "m" => number * 60_000,
            "h" => number * 3_600_000,
            "d" => number * 86_400_000,
            "" when number == 0 => 0,
            _ => null,
        };
        if (milliseconds is null or > 365d * 86_400_000)
            return false;
        value = TimeSpan.FromMilliseconds(milliseconds.Value);
        return true;
    }

    /// <summary>The shortest way to say it: <c>850ms</c>, <c>12.3s</c>, <c>4m05s</c>, <c>2h03m</c>.</summary>
    public static string Format(TimeSpan value)
    {
        if (value.TotalSeconds < 1)
            return string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0}ms");
        if (value.TotalMinutes < 1)
            return string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.0}s");
        if (value.TotalHours < 1)
            return string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalMinutes}m{value.Seconds:00}s");
        return string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalHours}h{value.Minutes:00}m");
    }
}
