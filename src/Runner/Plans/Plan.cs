using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>A plan as bound from its YAML: every reference in it exists.</summary>
internal sealed class Plan
{
    public required string Name { get; init; }

    /// <summary>The kinds that its steps may be of.</summary>
    public required StepKinds Kinds { get; init; }

    public required SourceText Source { get; init; }

    /// <summary>The folder the plan's file is in, as a full path.</summary>
    public required string Folder { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<Variable> Variables { get; init; }

    public required IReadOnlyList<DeclaredConnection> Connections { get; init; }

    public required IReadOnlyList<DeclaredSecret> Secrets { get; init; }

    public TimeSpan? DefaultTimeout { get; init; }

    public IReadOnlyDictionary<string, PlanTemplate> DefaultSettings { get; init; } = new Dictionary<string, PlanTemplate>();

    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>What <c>include</c> in a template finds.</summary>
    public required Func<string, SourceText?> Include { get; init; }
}
