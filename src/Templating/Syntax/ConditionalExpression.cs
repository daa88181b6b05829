using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>One of two values: <c>condition ? then : otherwise</c>.</summary>
internal sealed record ConditionalExpression(Place Place, Expression Condition, Expression Then, Expression Otherwise) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) =>
        renderer.Evaluate(renderer.IsTrue(renderer.Evaluate(Condition), Condition.Place) ? Then : Otherwise);
}
