using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A local name, <c>$name</c>; an argument, <c>$0</c>; or all the arguments, <c>$</c>.</summary>
internal sealed record LocalExpression(Place Place, string Name) : PathExpression(Place)
{
    protected override string Link => "$" + Name;

    public override object? Resolve(Renderer renderer)
    {
        if (Name.Length == 0)
        {
            return renderer.Scopes.Locals.Arguments;
        }

        if (renderer.Scopes.Locals.TryGet(Name, out var value))
        {
            return Fault.Check(value);
        }

        return renderer.Options.Relaxed || char.IsAsciiDigit(Name[0])
            ? null
            : throw new TemplateFault(Place, $"The name ${Name} is not known", Suggestion.For(Path, renderer.Scopes.Locals.Names));
    }

    public override void Assign(Renderer renderer, object? value) => renderer.Scopes.Locals.Set(Name, value, Place);
}
