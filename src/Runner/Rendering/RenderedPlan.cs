using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Rendering;

/// <summary>A plan in one environment: every text rendered before the first step starts.</summary>
public sealed class RenderedPlan
{
    public required Plan Plan { get; init; }

    public required PlanEnvironment Environment { get; init; }

    public required IReadOnlyList<RenderedStep> Steps { get; init; }

    /// <summary>Steps that are not groups, in the order they run.</summary>
    public IEnumerable<RenderedStep> Leaves => Steps.SelectMany(s => s.Leaves);
}
