using System.Globalization;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;

namespace PlanRunner.Runner.Plans;

/// <summary>Reads the declarations of a plan's variables.</summary>
internal sealed class VariableBinder(SchemaReport report, Diagnostics diagnostics)
{
    // Names that templates already use.
    private static readonly HashSet<string> Taken = new[]
    {
        "environment",
        "plan",
        "item",
        "connections",
        "secrets",
        "args",
        "sql",
        "sh",
        "raw",
        "include",
        "array",
        "date",
        "html",
        "math",
        "object",
        "regex",
        "string",
        "timespan",
        "empty",
        "this",
        "if",
        "else",
        "end",
        "for",
        "in",
        "while",
        "case",
        "when",
        "break",
        "continue",
        "capture",
        "func",
        "ret",
        "import",
        "with",
        "wrap",
        "readonly",
        "tablerow",
        "true",
        "false",
        "null",
    }.ToHashSet(StringComparer.Ordinal);

    public static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    public List<Variable> Bind(Node? node)
    {
        var result = new List<Variable>();
        if (node is not MappingNode mapping)
            return result;
        foreach (var (key, value) in mapping.Entries)
        {
            CheckName(key);
            var declaration = report.IsSound(value) ? value as MappingNode : null;
            var variable = declaration is null ? new Variable(key.Value, TypeOf(value as MappingNode), key.Place) : Bind(key, declaration);
            if (!report.IsSound(value))
                variable = variable with { Default = (value as MappingNode)?["default"] };
            result.Add(variable);
        }

        return result;
    }

    private void CheckName(ScalarNode key)
    {
        if (!IsName(key.Value))
            diagnostics.Error(
                "PR3043",
                $"\"{key.Value}\" is not a name for a variable",
                key.Place,
                "write lower-case letters, digits and _, not a digit first"
            );
        else if (Taken.Contains(key.Value))
            diagnostics.Error("PR3043", $"\"{key.Value}\" is reserved in templates", key.Place, "choose another name for the variable");
    }

    private Variable Bind(ScalarNode key, MappingNode node)
    {
        var variable = new Variable(key.Value, TypeOf(node), key.Place)
        {
            Description = (node["description"] as ScalarNode)?.Value,
            Default = node["default"],
            Pattern = Pattern(node),
            Minimum = Number(node, "minimum"),
            Maximum = Number(node, "maximum"),
            AllowedValues = (node["allowed_values"] as SequenceNode)?.Items.OfType<ScalarNode>().Select(s => s.Value).ToList(),
        };
        CheckLimits(variable, node);
        if (variable.Default is { } value && !HasTemplate(value))
            VariableValue.Check(variable, VariableValue.Of(value), value.Place, diagnostics);
        return variable;
    }

    /// <summary>True where a text in the value is a template, so that its value is known only in an environment.</summary>
    public static bool HasTemplate(Node node) =>
        node switch
        {
            ScalarNode scalar => scalar.Value.Contains("{{", StringComparison.Ordinal),
            SequenceNode list => list.Items.Any(HasTemplate),
            MappingNode mapping => mapping.Entries.Any(e => HasTemplate(e.Value)),
            _ => false,
        };

    private string? Pattern(MappingNode node)
    {
        if (node["pattern"] is not ScalarNode scalar)
            return null;
        try
        {
            _ = Regex.IsMatch("", scalar.Value, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (RegexParseException e)
        {
            diagnostics.Error("PR3042", "the pattern is not a regular expression", scalar.PlaceAt(Math.Max(0, e.Offset - 1)), e.Message);
            return null;
        }

        return scalar.Value;
    }

    private void CheckLimits(Variable variable, MappingNode node)
    {
        var numeric = variable.Type is VariableType.Integer or VariableType.Number;
        var textual = variable.Type is VariableType.String or VariableType.List;
        foreach (
            var (name, fits) in new[] { ("minimum", numeric), ("maximum", numeric), ("pattern", textual), ("allowed_values", textual) }
        )
        {
            if (!fits && node.Entry(name) is { } entry)
                diagnostics.Error(
                    "PR3042",
                    $"\"{name}\" does not apply to {VariableValue.Expected(variable.Type)}",
                    entry.Key.Place,
                    node["type"] is null ? "declare its type, such as type: integer" : "remove it, or change the type"
                );
        }

        if (variable.Minimum > variable.Maximum)
            diagnostics.Error(
                "PR3042",
                $"the maximum {variable.Maximum} is less than the minimum {variable.Minimum}",
                node["maximum"]!.Place,
                "swap them"
            );
    }

    private static VariableType TypeOf(MappingNode? node) =>
        (node?["type"] as ScalarNode)?.Value switch
        {
            "integer" => VariableType.Integer,
            "number" => VariableType.Number,
            "boolean" => VariableType.Boolean,
            "list" => VariableType.List,
            "map" => VariableType.Map,
            _ => VariableType.String,
        };

    private static decimal? Number(MappingNode node, string key) =>
        node[key] is ScalarNode scalar && decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
