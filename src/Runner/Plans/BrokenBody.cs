using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>Stands for a body with mistakes, which were reported, so that the rest of the plan can still be checked.</summary>
internal sealed class BrokenBody : StepBody
{
    /// <param name="kind">The step's kind.</param>
    /// <param name="bound">What could be bound of it, if anything.</param>
    public BrokenBody(StepKind kind, StepBody? bound)
        : base(kind)
    {
        CapturesKnown = bound is not null;
        if (bound is null)
            return;
        Connections = bound.Connections;
        Captures = bound.Captures;
        Parameters = bound.Parameters;
    }

    /// <summary>False where a schema rejected it, so that its captures are unknown.</summary>
    public bool CapturesKnown { get; }

    public override RenderedBody? Render(RenderScope scope) => null;
}
