using System.Globalization;
using PlanRunner.Steps.Model;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Whether long series are wanted (./test --soak 30m), for how long, and where random choices begin (--seed).</summary>
internal static class Soak
{
    /// <summary>How long all the series together may take.</summary>
    public static TimeSpan Time { get; } = Parse(Environment.GetEnvironmentVariable("PLANRUNNER_SOAK"));

    public static bool Asked => Time > TimeSpan.Zero;

    /// <summary>Every series is run: what they count is worth writing down.</summary>
    public static bool IsWhole { get; } = Asked && Environment.GetEnvironmentVariable("PLANRUNNER_SOAK_WHOLE") == "1";

    /// <summary>The seed of the first trial of every series; the next trial has the next number.</summary>
    public static int Seed { get; } = Number("PLANRUNNER_SEED") ?? 1;

    /// <summary>How many inputs the fuzz tests try, where a number is asked for and not a time.</summary>
    public static int? Inputs { get; } = Number("PLANRUNNER_INPUTS");

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"{variable} is a whole number up to {int.MaxValue}, not \"{text}\"");

    private static TimeSpan Parse(string? time)
    {
        if (time is null or "")
            return TimeSpan.Zero;
        return Durations.TryParse(time, out var parsed)
            ? parsed
            : throw new ArgumentException($"PLANRUNNER_SOAK is a time such as 30m, not \"{time}\"");
    }
}
