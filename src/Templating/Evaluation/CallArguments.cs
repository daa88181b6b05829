using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>The values that one call hands over.</summary>
internal sealed class CallArguments(Place place, WrappedBlock? wrapped = null)
{
    private List<KeyValuePair<string, object?>>? named;

    public Place Place => place;

    public WrappedBlock? Wrapped => wrapped;

    public List<object?> Positional { get; } = [];

    public IReadOnlyList<KeyValuePair<string, object?>> Named => named ?? (IReadOnlyList<KeyValuePair<string, object?>>)[];

    public IEnumerable<object?> All => named is null ? Positional : Positional.Concat(named.Select(pair => pair.Value));

    public void Add(Argument argument, Renderer renderer)
    {
        var value = renderer.Evaluate(argument.Value);
        if (argument.Name is { } name)
        {
            (named ??= []).Add(KeyValuePair.Create(name, value));
        }
        else if (argument.IsExpanded && value is TemplateArray or NumberRange)
        {
            Positional.AddRange(renderer.ListOf(value, argument.Value.Place));
        }
        else
        {
            Positional.Add(value);
        }
    }

    public List<object?> PositionalOnly(string function) =>
        named is null
            ? Positional
            : throw new TemplateFault(Place, $"The function {function} has no argument {named[0].Key}", "Its arguments have no names.");

    /// <summary>The arguments as the array <c>$</c>, the named ones as its members.</summary>
    public TemplateArray ToArray()
    {
        var array = new TemplateArray(Positional);
        if (named is not null)
        {
            array.Members = [];
            foreach (var (name, value) in named)
            {
                array.Members[name] = value;
            }
        }

        return array;
    }
}
