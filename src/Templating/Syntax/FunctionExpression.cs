using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A function without a name: <c>do … end</c>.</summary>
internal sealed record FunctionExpression(Place Place, FunctionDefinition Definition) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => ScriptFunction.From(Definition);
}
