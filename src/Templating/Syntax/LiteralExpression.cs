using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A number, a string, a boolean or null as the author wrote it.</summary>
internal sealed record LiteralExpression(Place Place, object? Value) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => Value;
}
