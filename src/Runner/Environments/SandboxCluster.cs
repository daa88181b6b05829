using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>A throw-away cluster behind one connection.</summary>
public sealed record SandboxCluster(
    string Connection,
    int? Major,
    string Database,
    string Username,
    string? PasswordSecret,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<ScalarNode> Seed,
    Place Place);
