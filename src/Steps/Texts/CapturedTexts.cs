using System.Globalization;
using System.Text.Json;
using PlanRunner.Quoting;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Texts;

/// <summary>Whether a text is a value of its type, as far as that can be decided without a server.</summary>
internal static class CapturedTexts
{
    /// <summary>Why it is none, and how one is written; null where it may be one.</summary>
    public static (string Why, string Help)? Mistake(CapturedValue value) =>
        value.Type switch
        {
            "json" or "jsonb" => Json(value.Text),
            "boolean" when value.Text is not ("t" or "f" or "true" or "false") => ("it is no boolean", "write true or false"),
            "smallint"
            or "integer"
            or "bigint" when !long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => (
                "it is no whole number",
                "write digits, with a minus before them where it is negative"
            ),
            _ when value.Type.EndsWith("[]", StringComparison.Ordinal) && !ArrayLiteral.Is(value.Text) => (
                "it is no array",
                "write it as Postgres does: {one,two,\"with a comma, or a \\\" in it\"}, or {} for an empty one"
            ),
            _ => null,
        };

    private static (string Why, string Help)? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException exception)
        {
            var at = string.Create(
                CultureInfo.InvariantCulture,
                $"line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}"
            );
            return (
                $"it is not JSON, from {at} on",
                "write one JSON value; a string has double quotes, within the quotes of the shell: '\"text\"'"
            );
        }
    }
}
