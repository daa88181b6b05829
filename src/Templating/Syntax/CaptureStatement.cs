using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Puts what its body writes into a variable.</summary>
internal sealed record CaptureStatement(Place Place, PathExpression Target, IReadOnlyList<Statement> Body) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        var faults = renderer.Faults;
        var text = renderer.Capture(() => renderer.Execute(Body));
        if (renderer.Faults > faults)
        {
            Fault.Assign(Target, renderer);
        }
        else
        {
            Target.Assign(renderer, text);
        }
    }
}
