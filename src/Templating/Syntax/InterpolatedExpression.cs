using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A string with expressions in it: <c>$"a {b} c"</c>.</summary>
internal sealed record InterpolatedExpression(Place Place, IReadOnlyList<Expression> Parts) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer)
    {
        var builder = new TextBuilder();
        foreach (var part in Parts)
        {
            builder.Append(renderer.Format(renderer.Evaluate(part), part.Place));
            renderer.Budget.CheckLength(builder.Length, Place);
        }

        return builder.ToText();
    }
}
