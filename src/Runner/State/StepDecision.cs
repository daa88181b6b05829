using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.State;

/// <summary>What a person decided about a step.</summary>
/// <param name="What"><c>approved</c>, <c>accepted</c>, <c>resolved as done</c> …</param>
internal sealed record StepDecision(string What, string By, string Host, DateTimeOffset At, string? Reason)
{
    public const string ResolvedAsDone = "resolved as done";

    public const string ResolvedAsNotDone = "resolved as not done";

    /// <summary>What the step would have captured, where a person gave it.</summary>
    public IReadOnlyDictionary<string, CapturedValue>? Captured { get; init; }
}
