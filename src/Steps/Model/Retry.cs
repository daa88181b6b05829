namespace PlanRunner.Steps.Model;

/// <summary>How often a step that certainly did nothing is tried, and how long is waited between (doubling, with jitter).</summary>
internal sealed record Retry(int Attempts, TimeSpan Delay, TimeSpan MaxDelay);
