using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>An array as it is written: <c>[1, 2]</c>.</summary>
internal sealed record ArrayExpression(Place Place, IReadOnlyList<Expression> Items) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer)
    {
        var array = new TemplateArray();
        foreach (var item in Items)
        {
            array.Add(renderer.Evaluate(item));
        }

        return array;
    }
}
