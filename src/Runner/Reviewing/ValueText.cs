using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Reviewing;

/// <summary>A variable's value on one line, such that two different values never read the same.</summary>
internal static partial class ValueText
{
    public static string Of(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            TextValue text => Text(text.Text),
            string text => Text(text),
            TemplateArray list => $"[{string.Join(", ", list.Select(Of))}]",
            TemplateObject map => map.Count == 0
                ? "{}"
                : $"{{ {string.Join(", ", map.Select(member => $"{Text(member.Key)}: {Of(member.Value)}"))} }}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static string Text(string text) =>
        Plain().IsMatch(text) ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    // As YAML would read them: neither a number nor true, false or null, and nothing that separates.
    [GeneratedRegex(
        @"^(?!(?:true|false|null)\z)(?![\d.]+(?:e\d+)?\z)[\p{L}\d_/][\p{L}\p{N}_./@:\-]*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Plain();
}
