using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>An item of an array by its number, or a member of an object by its name: <c>target[index]</c>.</summary>
internal sealed record IndexExpression(Place Place, Expression Target, Expression Index) : PathExpression(Place)
{
    protected override Expression? Before => Target;

    protected override string Link => "[…]";

    public override object? Resolve(Renderer renderer) =>
        Fault.Check(Indexing.Get(renderer, renderer.Evaluate(Target), renderer.Evaluate(Index), this, isOptional: false));

    public override object? EvaluateOptional(Renderer renderer)
    {
        var target = renderer.EvaluateOptional(Target);
        return target is null
            ? null
            : renderer.CallIfFunction(Fault.Check(Indexing.Get(renderer, target, renderer.Evaluate(Index), this, isOptional: true)), Place);
    }

    public override void Assign(Renderer renderer, object? value) =>
        Indexing.Set(renderer, renderer.Evaluate(Target), renderer.Evaluate(Index), value, this);
}
