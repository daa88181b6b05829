using System.Globalization;

namespace PlanRunner.Tests;

/// <summary>
/// Some tests hold on every major of Postgres and run on one in each run: ./test rotates by the day, or by --rotation N, and tells which it
/// is. ./test --soak runs them on all.
/// </summary>
internal static class Majors
{
    /// <summary>The trait, and its value, of those tests.</summary>
    public const string Trait = "Majors";
    public const string Rotated = "rotated";

    /// <summary>Of 15, 17 and 18.</summary>
    public static int OfThisRun { get; } = Number("PLANRUNNER_ROTATED_MAJOR") ?? 15;

    /// <summary>Of a migration's target: those that FlagshipTests does not take.</summary>
    public static int Target { get; } = Number("PLANRUNNER_ROTATED_TARGET") ?? 17;

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
