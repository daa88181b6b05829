namespace PlanRunner.Tests;

/// <summary>
/// Which tests <c>./test --quick</c> leaves out: those that start a server, a browser, an engine or the command in a process of its
/// own, or publish it. TierTests looks into the code of every test that it is in the right tier.
/// </summary>
internal static class Tier
{
    /// <summary>The trait, and its value, of the tests that are not quick; a class or a single test has it.</summary>
    public const string Trait = "Tier";
    public const string Full = "full";
}
