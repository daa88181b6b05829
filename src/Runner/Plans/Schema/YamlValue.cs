using System.Globalization;
using PlanRunner.Source;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>What a scalar is by YAML's core schema: quoted is text, and so is whatever is not null, a boolean or a number.</summary>
internal static class YamlValue
{
    /// <summary>null, bool, long, decimal, double (only where a decimal is too small for it) or string.</summary>
    public static object? Of(ScalarNode scalar)
    {
        var text = scalar.Value;
        if (scalar.Quoted)
            return text;
        if (scalar.IsNull)
            return null;
        if (text is "true" or "True" or "TRUE")
            return true;
        if (text is "false" or "False" or "FALSE")
            return false;
        // Cheap first look: most plain scalars are words.
        return char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.' ? Number(text) : text;
    }

    /// <summary>What people call it: text, a number, true or false, nothing, a list, a mapping.</summary>
    public static string Describe(Node node) =>
        node switch
        {
            MappingNode => "a mapping",
            SequenceNode => "a list",
            ScalarNode scalar => Of(scalar) switch
            {
                null => "nothing",
                bool => "true or false",
                string => "text",
                _ => "a number",
            },
            _ => "something else",
        };

    private static object Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        if (
            text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal)
        )
            return hexadecimal;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var exact))
            return exact;
        if (char.IsAsciiLetter(text[^1]) || !double.TryParse(text, Style, CultureInfo.InvariantCulture, out var rough))
            return text;
        return rough;
    }
}
