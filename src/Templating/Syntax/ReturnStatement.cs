using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Leaves the function, the include or the whole template, with a value if there is one.</summary>
internal sealed record ReturnStatement(Place Place, Expression? Value) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        renderer.Returned = Value is null ? null : renderer.Evaluate(Value);
        renderer.Flow = Flow.Return;
    }
}
