using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A value with <c>!</c>, <c>-</c> or <c>+</c> before it.</summary>
internal sealed record UnaryExpression(Place Place, TokenKind Operator, Expression Operand) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer)
    {
        var value = renderer.Evaluate(Operand);
        return Operator switch
        {
            TokenKind.Bang => !renderer.IsTrue(value, Operand.Place),
            TokenKind.Minus => Operators.Apply(renderer, Arithmetic.Number(value, Operand.Place), TokenKind.Star, -1, Place),
            _ => Arithmetic.Number(value, Operand.Place),
        };
    }
}
