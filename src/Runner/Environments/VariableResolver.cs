using PlanRunner.Runner.Plans;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Environments;

/// <summary>
/// Gives every variable its value: from the command line, else from the environment, else the plan's default. A text with braces
/// is a template over the environment's name, its connections and the other variables, in whatever order they are written.
/// </summary>
internal sealed class VariableResolver
{
    private readonly Plan plan;
    private readonly IReadOnlyDictionary<string, string> overrides;
    private readonly Diagnostics diagnostics;
    private readonly Dictionary<string, object?> values = new(StringComparer.Ordinal);
    private readonly List<string> open = [];
    private readonly RenderScope scope;
    private readonly Dictionary<string, IReadOnlySet<string>> names = new(StringComparer.Ordinal);
    private IReadOnlySet<string> meant = new HashSet<string>();

    public VariableResolver(
        Plan plan,
        string environment,
        IReadOnlyDictionary<string, ConnectionSettings> connections,
        IReadOnlyDictionary<string, string> overrides,
        Diagnostics diagnostics
    )
    {
        this.plan = plan;
        this.overrides = overrides;
        this.diagnostics = diagnostics;
        var model = new TemplateObject
        {
            ["environment"] = TextValue.Untrusted(environment),
            ["plan"] = TextValue.Untrusted(plan.Name),
            ["connections"] = ConnectionModel.Of(connections),
        };
        scope = new RenderScope(model, diagnostics, plan.Include);
    }

    /// <summary>Of a variable whose value is a template, the names that it reads.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Names => names;

    public IReadOnlyDictionary<string, object?> Resolve(MappingNode? given, Place place)
    {
        var declared = plan.Variables.Select(v => v.Name).ToList();
        foreach (var (key, _) in given?.Entries ?? [])
        {
            if (!declared.Contains(key.Value, StringComparer.Ordinal))
                diagnostics.Error(
                    "PR3073",
                    $"the plan declares no variable \"{key.Value}\"",
                    key.Place,
                    Suggestion.Help(key.Value, declared, "declare it in the plan under variables:, or remove it")
                );
        }

        var missing = plan.Variables.Where(v => v.Default is null && given?.Entry(v.Name) is null).Select(v => v.Name).ToList();
        meant = Suggestion.Meant(
            (given?.Entries.Select(e => e.Key.Value) ?? []).Concat(overrides.Keys).Except(declared, StringComparer.Ordinal),
            missing
        );
        foreach (var name in overrides.Keys.Where(name => !declared.Contains(name, StringComparer.Ordinal)))
            diagnostics.Error(
                "PR3073",
                $"--var {name}: the plan declares no variable \"{name}\"",
                null,
                Suggestion.Help(name, declared, "declare it in the plan under variables:")
            );
        foreach (var variable in plan.Variables)
            Value(variable, given, place);
        return values;
    }

    private void Value(Variable variable, MappingNode? given, Place place)
    {
        if (values.ContainsKey(variable.Name))
            return;
        open.Add(variable.Name);
        if (!Find(variable, given, place, out var value))
            value = VariableValue.Placeholder(variable);
        open.RemoveAt(open.Count - 1);
        values[variable.Name] = value;
        scope.Model[variable.Name] = value;
    }

    private bool Find(Variable variable, MappingNode? given, Place place, out object? value)
    {
        value = null;
        if (overrides.TryGetValue(variable.Name, out var text))
            return FromCommandLine(variable, text, out value);
        if ((given?[variable.Name] ?? variable.Default) is not { } node)
        {
            if (!meant.Contains(variable.Name))
                diagnostics.Error(
                    "PR3074",
                    $"variable \"{variable.Name}\" has no value",
                    place,
                    $"add {variable.Name}: under variables:, or --var {variable.Name}=…{EnvironmentBinder.Described(variable.Description)}"
                );
            return false;
        }

        if (!VariableBinder.HasTemplate(node))
        {
            value = VariableValue.Of(node);
            // A default without templates was checked where it was declared.
            return ReferenceEquals(node, variable.Default) || VariableValue.Check(variable, value, ValuePlace(node, given), diagnostics);
        }

        return Evaluate(node, given, place, out value) && VariableValue.Check(variable, value, node.Place, diagnostics);
    }

    private static Place ValuePlace(Node node, MappingNode? given) =>
        node is ScalarNode { Value.Length: 0, Quoted: false }
            ? given!.Entries.First(e => ReferenceEquals(e.Value, node)).Key.Place
            : node.Place;

    private bool Evaluate(Node node, MappingNode? given, Place place, out object? value)
    {
        var ok = true;
        switch (node)
        {
            case SequenceNode sequence:
                var list = new TemplateArray();
                foreach (var item in sequence.Items)
                {
                    ok &= Evaluate(item, given, place, out var element);
                    list.Add(element);
                }

                value = list;
                return ok;
            case MappingNode mapping:
                var map = new TemplateObject();
                foreach (var (key, item) in mapping.Entries)
                {
                    ok &= Evaluate(item, given, place, out var member);
                    map[key.Value] = member;
                }

                value = map;
                return ok;
            case ScalarNode scalar when VariableBinder.HasTemplate(scalar):
                return Template(scalar, given, place, out value);
            default:
                value = VariableValue.Of(node);
                return true;
        }
    }

    private bool Template(ScalarNode scalar, MappingNode? given, Place place, out object? value)
    {
        value = null;
        if (PlanTemplate.Parse(scalar.Value, scalar, diagnostics) is not { } template)
            return false;
        foreach (var needed in plan.Variables.Where(v => template.Names.Contains(v.Name)))
        {
            if (open.Contains(needed.Name, StringComparer.Ordinal))
            {
                var circle = open.SkipWhile(name => name != needed.Name).Append(needed.Name);
                diagnostics.Error(
                    "PR3075",
                    $"variables refer to each other in a circle: {string.Join(" → ", circle)}",
                    scalar.Place,
                    "give one of them a value that uses none of the others"
                );
                return false;
            }

            Value(needed, given, place);
        }

        var read = names.GetValueOrDefault(open[^1]) is HashSet<string> known ? known : new HashSet<string>(StringComparer.Ordinal);
        names[open[^1]] = read;
        var (ok, result) = template.Evaluate(scope.Noting(read));
        value = Plain(result);
        return ok;
    }

    private bool FromCommandLine(Variable variable, string text, out object? value)
    {
        var own = new Diagnostics();
        var source = new SourceText($"--var {variable.Name}", text);
        value = VariableValue.Typed(variable, source, own);
        var ok = VariableValue.Check(variable, value, source.PlaceAt(0, Math.Max(1, text.Length)), own);
        diagnostics.AddRange(own);
        return ok;
    }

    // What an environment says is a value, also where a template made it: it must be quoted where it enters SQL or a script.
    private static object? Plain(object? value)
    {
        switch (value)
        {
            case TextValue text:
                return TextValue.Untrusted(text.Text);
            case string text:
                return TextValue.Untrusted(text);
            case int number:
                return (long)number;
            case TemplateArray list:
                var items = new TemplateArray();
                foreach (var item in list)
                    items.Add(Plain(item));
                return items;
            default:
                return value;
        }
    }
}
