using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Stands where an expression could not be parsed, so that the rest still can be.</summary>
internal sealed record FaultyExpression(Place Place) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => throw new TemplateFault(Place, "The expression could not be read");
}
