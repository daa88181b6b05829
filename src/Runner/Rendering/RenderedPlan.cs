using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Rendering;

/// <summary>A plan in one environment: every text rendered before the first step starts.</summary>
internal sealed class RenderedPlan
{
    public required Plan Plan { get; init; }

    public required PlanEnvironment Environment { get; init; }

    public required IReadOnlyList<RenderedStep> Steps { get; init; }

    /// <summary>Steps that are not groups, in the order they run.</summary>
    public IEnumerable<RenderedStep> Leaves => Steps.SelectMany(s => s.Leaves);

    /// <summary>The transaction of a step leaves its marker in the database.</summary>
    public bool LeavesMarker(RenderedStep leaf) =>
        leaf.Body!.Effect is StepEffect.Transaction or StepEffect.Listed
        && leaf.Body.Connections.Any(name => Environment.Connections.GetValueOrDefault(name)?.Markers == true);
}
