namespace PlanRunner.Runner.Gates;

/// <summary>What a person can check or run first, and the command to run next.</summary>
internal sealed record Advice(string? Help, string? Next);
