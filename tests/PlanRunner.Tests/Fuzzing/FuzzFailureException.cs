namespace PlanRunner.Tests.Fuzzing;

/// <summary>A property that does not hold for a case. <paramref name="rule"/> is the same for every case that breaks it in the same way.</summary>
internal sealed class FuzzFailureException(string rule, string detail) : Exception($"{rule}: {detail}")
{
    public string Rule { get; } = rule;
}
