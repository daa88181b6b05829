namespace PlanRunner.Runner.State;

/// <summary>What a person decided about a step.</summary>
/// <param name="What"><c>approved</c>, <c>accepted</c>, <c>resolved as done</c> …</param>
internal sealed record StepDecision(string What, string By, string Host, DateTimeOffset At, string? Reason);
