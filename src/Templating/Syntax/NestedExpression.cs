using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>An expression in parentheses.</summary>
internal sealed record NestedExpression(Place Place, Expression Inner) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => renderer.Evaluate(Inner);

    public override object? EvaluateOptional(Renderer renderer) => renderer.EvaluateOptional(Inner);

    public override object? Resolve(Renderer renderer) => Inner.Resolve(renderer);
}
