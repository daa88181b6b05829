using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Two values and the operator between them.</summary>
internal sealed record BinaryExpression(Place Place, Expression Left, TokenKind Operator, Expression Right) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer)
    {
        switch (Operator)
        {
            case TokenKind.And:
                return renderer.IsTrue(renderer.Evaluate(Left), Left.Place) && renderer.IsTrue(renderer.Evaluate(Right), Right.Place);
            case TokenKind.Or:
                return renderer.IsTrue(renderer.Evaluate(Left), Left.Place) || renderer.IsTrue(renderer.Evaluate(Right), Right.Place);
            case TokenKind.Coalesce:
                return renderer.EvaluateOptional(Left) ?? renderer.Evaluate(Right);
            case TokenKind.NotCoalesce:
                var left = renderer.EvaluateOptional(Left);
                return left is null ? left : renderer.Evaluate(Right);
            default:
                return Operators.Apply(renderer, renderer.Evaluate(Left), Operator, renderer.Evaluate(Right), Place);
        }
    }
}
