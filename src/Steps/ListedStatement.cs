namespace PlanRunner.Steps;

/// <summary>One statement that a generate found: its key, its text, and the fingerprint of that text.</summary>
public sealed record ListedStatement(string Key, string Text, string Fingerprint);
