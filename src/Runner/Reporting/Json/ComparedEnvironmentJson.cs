using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>The status of one of the two environments.</summary>
internal sealed record ComparedEnvironmentJson(string Environment, bool Protected, RunJson? LastRun, bool Running)
{
    public required IReadOnlyList<string> Behind { get; init; }

    public required IReadOnlyList<ComparedTrouble> Troubles { get; init; }

    public required IReadOnlyList<ReviewRemoved> Removed { get; init; }

    public static ComparedEnvironmentJson Of(ComparedEnvironment environment) =>
        new(environment.Name, environment.Protected, RunJson.Of(environment.LastRun), environment.Running)
        {
            Behind = environment.Behind,
            Troubles = environment.Troubles,
            Removed = environment.Removed,
        };
}
