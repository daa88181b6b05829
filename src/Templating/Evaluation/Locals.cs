using System.Globalization;
using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>The names with a <c>$</c> of one call: its arguments and its own variables.</summary>
internal sealed class Locals(TemplateArray arguments, WrappedBlock? wrapped)
{
    private Dictionary<string, object?>? values;
    private HashSet<string>? locked;

    public TemplateArray Arguments { get; private set; } = arguments;

    public WrappedBlock? Wrapped { get; set; } = wrapped;

    public IEnumerable<string> Names => values?.Keys.Select(name => "$" + name) ?? [];

    public bool TryGet(string name, out object? value)
    {
        if (values is not null && values.TryGetValue(name, out value))
        {
            return true;
        }

        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Arguments.Count)
        {
            value = Arguments[index];
            return true;
        }

        value = null;
        return false;
    }

    public void Set(string name, object? value, Place place)
    {
        if (locked?.Contains(name) == true)
        {
            throw new TemplateFault(place, $"The variable ${name} is read-only");
        }

        if (name.Length == 0)
        {
            Arguments = value as TemplateArray ?? throw new TemplateFault(place, "$ can be an array only");
        }
        else
        {
            (values ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;
        }
    }

    public void Remove(string name) => values?.Remove(name);

    public void Lock(string name) => (locked ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
}
