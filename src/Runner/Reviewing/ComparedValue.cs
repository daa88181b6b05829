namespace PlanRunner.Runner.Reviewing;

/// <summary>A value in each environment; null where it has none.</summary>
internal sealed record ComparedValue(string Name, string? First, string? Second)
{
    /// <summary>The steps that it reaches.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}
