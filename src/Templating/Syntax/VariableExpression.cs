using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A name, looked up from the innermost object outwards.</summary>
internal sealed record VariableExpression(Place Place, string Name) : PathExpression(Place)
{
    protected override string Link => Name;

    public override object? Resolve(Renderer renderer)
    {
        if (renderer.Scopes.TryGet(Name, out var value))
        {
            return Fault.Check(value);
        }

        return renderer.Options.Relaxed
            ? null
            : throw new TemplateFault(Place, $"The name {Name} is not known", Suggestion.ForOperator(Name) ?? Suggestion.For(Name, renderer.Scopes.Names));
    }

    public override void Assign(Renderer renderer, object? value) => renderer.Scopes.Set(Name, value, Place);
}
