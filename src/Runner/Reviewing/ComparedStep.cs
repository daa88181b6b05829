using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>A step or group in two environments.</summary>
internal sealed record ComparedStep
{
    public required StepPath Path { get; init; }

    public required string Id { get; init; }

    public required string Title { get; init; }

    public required Place Place { get; init; }

    public required ComparisonMark Mark { get; init; }

    /// <summary>Null for a group.</summary>
    public string? Kind { get; init; }

    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>Why it runs in only one of them; empty where the group that it is in says so.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What differs between the environments and is used in it: variables, <c>environment</c>, <c>connections</c>.</summary>
    public IReadOnlyList<string> Because { get; init; } = [];

    /// <summary>Its status in the first environment; null if it does not exist there, and for a group.</summary>
    public string? First { get; init; }

    public string? Second { get; init; }

    /// <summary>What would run, of the environment that has it; null for a group.</summary>
    public string? Text { get; init; }

    /// <summary>Its texts that differ.</summary>
    public IReadOnlyList<ComparedText> Texts { get; init; } = [];

    /// <summary>Nothing of it differs.</summary>
    public bool IsQuiet => Mark is ComparisonMark.Same or ComparisonMark.Neither;
}
