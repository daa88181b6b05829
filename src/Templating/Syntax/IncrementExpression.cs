using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Adds one to a variable, or takes one away, and is its value from before or after that.</summary>
internal sealed record IncrementExpression(Place Place, PathExpression Target, int Step, bool IsPostfix) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer)
    {
        var before = renderer.Evaluate(Target);
        var after = Operators.Apply(renderer, Arithmetic.Number(before, Target.Place), TokenKind.Plus, Step, Place);
        Target.Assign(renderer, after);
        return IsPostfix ? before : after;
    }
}
