using System.Globalization;
using PlanRunner.Steps;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Whether long series are wanted (./test --soak 30m), for how long, and where random choices begin (--seed).</summary>
internal static class Soak
{
    /// <summary>How long all the series together may take.</summary>
    public static TimeSpan Time { get; } = Parse(Environment.GetEnvironmentVariable("PLANRUNNER_SOAK"));

    public static bool Asked => Time > TimeSpan.Zero;

    /// <summary>The seed of the first trial of every series; the next trial has the next number.</summary>
    public static int Seed { get; } = Number("PLANRUNNER_SEED") ?? 1;

    /// <summary>How many inputs the fuzz tests try, where a number is asked for and not a time.</summary>
    public static int? Inputs { get; } = Number("PLANRUNNER_INPUTS");

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan Parse(string? time)
    {
        if (time is null or "")
            return TimeSpan.Zero;
        return Durations.TryParse(time, out var parsed) ? parsed : throw new ArgumentException($"PLANRUNNER_SOAK is a time such as 30m, not \"{time}\"");
    }
}
