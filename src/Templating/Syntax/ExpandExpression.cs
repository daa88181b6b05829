using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A list whose items become arguments, one each: <c>^list</c>. The call takes it apart; it never stands alone.</summary>
internal sealed record ExpandExpression(Place Place, Expression Operand) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => throw new TemplateFault(Place, "^ can stand before an argument only");
}
