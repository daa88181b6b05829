using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>The object that names are assigned to here.</summary>
internal sealed record ThisExpression(Place Place) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => renderer.Scopes.This;
}
