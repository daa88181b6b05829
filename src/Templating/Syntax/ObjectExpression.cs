using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>An object as it is written: <c>{ name: 1 }</c>.</summary>
internal sealed record ObjectExpression(Place Place, IReadOnlyList<KeyValuePair<string, Expression>> Members) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer)
    {
        var result = new TemplateObject();
        foreach (var (name, value) in Members)
        {
            result[name] = renderer.Evaluate(value);
        }

        return result;
    }
}
