using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A member by its name: <c>target.name</c>, or <c>target?.name</c>, which is null where the target is.</summary>
internal sealed record MemberExpression(Place Place, Expression Target, string Name, bool IsOptional, Place NamePlace) : PathExpression(Place)
{
    protected override Expression? Before => Target;

    protected override string Link => Target is PathExpression ? "." + Name : Name;

    public override object? Resolve(Renderer renderer)
    {
        var target = IsOptional ? renderer.EvaluateOptional(Target) : renderer.Evaluate(Target);
        return Fault.Check(Read(renderer, target, IsOptional));
    }

    public override object? EvaluateOptional(Renderer renderer)
    {
        var target = renderer.EvaluateOptional(Target);
        return renderer.CallIfFunction(Fault.Check(Read(renderer, target, isOptional: true)), Place);
    }

    public override void Assign(Renderer renderer, object? value) =>
        Evaluation.Members.Set(renderer, renderer.Evaluate(Target), Name, value, this);

    private object? Read(Renderer renderer, object? target, bool isOptional)
    {
        if (target is null)
        {
            return isOptional || (renderer.Options.Relaxed && Target is MemberExpression { IsOptional: true })
                ? null
                : throw new TemplateFault(Place, $"{Described(Target)} is null, so it has no member {Name}", HelpForNull(renderer));
        }

        if (Evaluation.Members.TryGet(renderer, target, Name, NamePlace, out var value))
        {
            return value;
        }

        return isOptional || renderer.Options.Relaxed
            ? null
            : throw new TemplateFault(
                NamePlace, $"{Described(Target)} has no member {Name}", Suggestion.For(Name, Evaluation.Members.NamesOf(target)));
    }

    // In a relaxed render a name that nobody knows is null too.
    private string HelpForNull(Renderer renderer) =>
        Target is VariableExpression { Name: var name } && !renderer.Scopes.TryGet(name, out _)
        && Suggestion.For(name, renderer.Scopes.Names) is { } suggestion
            ? suggestion
            : "Use ?. where it may be null.";

    private static string Described(Expression target) => target is PathExpression path ? path.Path : "The value";
}
