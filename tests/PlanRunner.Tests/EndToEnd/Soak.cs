using System.Globalization;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Whether all of a long series is wanted (./test --soak), and where its random choices begin (PLANRUNNER_SEED).</summary>
internal static class Soak
{
    public static bool Asked { get; } = Environment.GetEnvironmentVariable("PLANRUNNER_SOAK") == "1";

    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("PLANRUNNER_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;
}
