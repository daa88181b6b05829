using System.Globalization;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Plans;

/// <summary>A variable's value in the template language's types, checked against what the plan declares.</summary>
internal static class VariableValue
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>A node as a value: text is untrusted, so it must be quoted before it enters SQL or a shell script.</summary>
    public static object? Of(Node node) =>
        node switch
        {
            MappingNode mapping => Map(mapping),
            SequenceNode sequence => List(sequence),
            ScalarNode scalar => YamlValue.Of(scalar) switch
            {
                string text => TextValue.Untrusted(text),
                double rough => TextValue.Untrusted(rough.ToString(CultureInfo.InvariantCulture)),
                var value => value,
            },
            _ => null,
        };

    /// <summary>What a command line gives a variable: text as it is, else YAML. Null with a diagnostic where it is none.</summary>
    public static object? Typed(Variable variable, SourceText source, Diagnostics diagnostics) =>
        variable.Type == VariableType.String ? TextValue.Untrusted(source.Text)
        : source.Text.Length > 0 && YamlReader.Read(source, diagnostics) is { } node ? Of(node)
        : null;

    public static object? Typed(Variable variable, string text, Diagnostics diagnostics) =>
        Typed(variable, new SourceText($"--var {variable.Name}", text), diagnostics);

    /// <summary>Whatever they are written like. A map is the same in any order.</summary>
    public static bool AreSame(object? one, object? other) =>
        (one, other) switch
        {
            (TemplateArray a, TemplateArray b) => a.Count == b.Count && a.Zip(b).All(pair => AreSame(pair.First, pair.Second)),
            (TemplateObject a, TemplateObject b) => a.Count == b.Count
                && a.All(member => b.Keys.Contains(member.Key, StringComparer.Ordinal) && AreSame(member.Value, b[member.Key])),
            (bool a, bool b) => a == b,
            (long or int or decimal, long or int or decimal) => Exact(one) == Exact(other),
            _ => one is not null && Text(one) is { } text && text == Text(other),
        };

    private static decimal Exact(object? number) => Convert.ToDecimal(number, CultureInfo.InvariantCulture);

    /// <summary>Stands for a value that is missing, so that one mistake is reported once.</summary>
    public static object Placeholder(Variable variable) =>
        variable.Type switch
        {
            VariableType.Integer => 0L,
            VariableType.Number => 0m,
            VariableType.Boolean => false,
            VariableType.List => new TemplateArray(),
            VariableType.Map => new TemplateObject(),
            _ => TextValue.Untrusted(variable.Name),
        };

    /// <summary>True where the value is what the variable declares; else a diagnostic at the value's place.</summary>
    public static bool Check(Variable variable, object? value, Place place, Diagnostics diagnostics)
    {
        if (!HasType(variable.Type, value))
        {
            var quoted = variable.Type == VariableType.String && value is not (null or TemplateArray or TemplateObject);
            diagnostics.Error(
                "PR3040",
                $"variable \"{variable.Name}\" is {Expected(variable.Type)}, and this is {Found(value)}",
                place,
                quoted ? "put it into quotes" : $"write {Expected(variable.Type)}{(variable.Type == VariableType.List ? ": [a, b]" : "")}"
            );
            return false;
        }

        if (Mistake(variable, value) is not var (message, help))
            return true;
        diagnostics.Error("PR3041", $"variable \"{variable.Name}\" {message}", place, help);
        return false;
    }

    public static string Expected(VariableType type) =>
        type switch
        {
            VariableType.String => "text",
            VariableType.Integer => "a whole number",
            VariableType.Number => "a number",
            VariableType.Boolean => "true or false",
            VariableType.List => "a list",
            _ => "a mapping",
        };

    private static (string Message, string Help)? Mistake(Variable variable, object? value)
    {
        var number = value switch
        {
            long whole => whole,
            decimal exact => exact,
            _ => (decimal?)null,
        };
        if (number < variable.Minimum)
            return ($"is {number}, less than {variable.Minimum}", $"give it {variable.Minimum} or more");
        if (number > variable.Maximum)
            return ($"is {number}, more than {variable.Maximum}", $"give it {variable.Maximum} or less");
        var texts = value is TemplateArray list ? [.. list.Select(Text)] : new List<string?> { Text(value) };
        foreach (var text in texts)
        {
            if (text is null)
                continue;
            if (variable.AllowedValues is { } allowed && !allowed.Contains(text, StringComparer.Ordinal))
                return (
                    $"cannot be \"{Short(text)}\"",
                    Suggestion.Nearest(text, allowed) is { } near
                        ? $"did you mean \"{near}\"?"
                        : $"it is one of {string.Join(", ", allowed)}"
                );
            if (variable.Pattern is { } pattern && !Matches(text, pattern))
                return ($"is \"{Short(text)}\", which does not match its pattern", $"it must match {pattern}");
        }

        return null;
    }

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or ArgumentException)
        {
            // An invalid pattern was reported where it was declared.
            return e is ArgumentException;
        }
    }

    private static bool HasType(VariableType type, object? value) =>
        type switch
        {
            VariableType.String => value is TextValue or string,
            VariableType.Integer => value is long or int || value is decimal exact && decimal.IsInteger(exact),
            VariableType.Number => value is long or int or decimal,
            VariableType.Boolean => value is bool,
            VariableType.List => value is TemplateArray,
            _ => value is TemplateObject,
        };

    private static string Found(object? value) =>
        value switch
        {
            null => "nothing",
            TemplateArray => "a list",
            TemplateObject => "a mapping",
            bool => "true or false",
            long or int or decimal => "a number",
            _ => "text",
        };

    private static string? Text(object? value) =>
        value switch
        {
            TextValue text => text.Text,
            string text => text,
            _ => null,
        };

    private static string Short(string text) => text.Length > 60 ? $"{text[..59]}…" : text;

    private static TemplateObject Map(MappingNode mapping)
    {
        var result = new TemplateObject();
        foreach (var (key, value) in mapping.Entries)
            result[key.Value] = Of(value);
        return result;
    }

    private static TemplateArray List(SequenceNode sequence)
    {
        var result = new TemplateArray();
        foreach (var item in sequence.Items)
            result.Add(Of(item));
        return result;
    }
}
