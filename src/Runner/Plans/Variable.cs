using PlanRunner.Source;

namespace PlanRunner.Runner.Plans;

/// <summary>A variable that a plan declares, with what its value must be.</summary>
internal sealed record Variable(string Name, VariableType Type, Place Place)
{
    public string? Description { get; init; }

    /// <summary>The default as written; null where an environment must give the value.</summary>
    public Node? Default { get; init; }

    public string? Pattern { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    public IReadOnlyList<string>? AllowedValues { get; init; }
}
