using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Gives a function its name.</summary>
internal sealed record FunctionStatement(Place Place, PathExpression Target, FunctionDefinition Definition) : Statement(Place)
{
    public override void Execute(Renderer renderer) => Target.Assign(renderer, ScriptFunction.From(Definition));
}
