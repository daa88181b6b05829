namespace PlanRunner.Runner.Gates;

/// <summary>What a person may look at or type first, and the command to type next.</summary>
internal sealed record Advice(string? Help, string? Next);
