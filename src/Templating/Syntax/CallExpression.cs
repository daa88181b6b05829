using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A call with arguments, written after the function or piped into it.</summary>
internal sealed record CallExpression(Place Place, Expression Target, IReadOnlyList<Argument> Arguments) : Expression(Place)
{
    public override object? Evaluate(Renderer renderer) => Call(renderer, wrapped: null);

    public object? Call(Renderer renderer, WrappedBlock? wrapped)
    {
        var function = ResolveFunction(renderer);
        var arguments = new CallArguments(Place, wrapped);
        foreach (var argument in Arguments)
        {
            arguments.Add(argument, renderer);
        }

        return renderer.Invoke(function, arguments);
    }

    // In "a and b" the words behind a are arguments like any other.
    private string? OperatorMeant =>
        Arguments is [{ Value: VariableExpression { Name: var word } }, ..] ? Suggestion.ForOperator(word) : null;

    private string? SuggestionFor(Renderer renderer, string name) =>
        Target is MemberExpression { Target: var owner } member && renderer.EvaluateOptional(owner) is { } group
            ? Suggestion.For(member.Name, Members.NamesOf(group))
            : Suggestion.ForOperator(name) ?? Suggestion.For(name, renderer.Scopes.Names);

    private TemplateFunction ResolveFunction(Renderer renderer)
    {
        var name = Target is PathExpression path ? path.Path : "The expression";
        var target = Target.Resolve(renderer);
        return target switch
        {
            TemplateFunction function => function,
            null => throw new TemplateFault(Target.Place, $"The function {name} is not known", SuggestionFor(renderer, name)),
            _ => throw new TemplateFault(
                Target.Place, $"{name} is {Kinds.Describe(target)}, not a function", OperatorMeant ?? "Arguments can be given to functions only."),
        };
    }
}
