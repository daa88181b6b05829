namespace PlanRunner.Tests.Fuzzing;

/// <summary>One input: its text, and which of its target's contexts (a plan's folder, a plan for an environment) it is for.</summary>
internal sealed record FuzzCase(string Text, int Context = 0);
