using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A function itself, not what it gives: <c>@name</c>.</summary>
internal sealed record AliasExpression(Place Place, Expression Operand) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => Operand.Resolve(renderer);
}
