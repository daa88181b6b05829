using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Leaves the loop, or goes on with its next round.</summary>
internal sealed record JumpStatement(Place Place, Flow Flow) : Statement(Place)
{
    public override void Execute(Renderer renderer) => renderer.Flow = Flow;
}
