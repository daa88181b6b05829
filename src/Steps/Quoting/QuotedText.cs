using System.Globalization;
using PlanRunner.Templating;

namespace PlanRunner.Steps.Quoting;

/// <summary>Puts quoted text together out of the runs of a value, so that what is secret in it stays so, character for character.</summary>
internal static class QuotedText
{
    /// <summary>The value between two marks, every run of it escaped by itself, all in one form.</summary>
    public static TextValue Between(string open, TextValue value, string close, Func<string, string> escape, string form) =>
        TextValue.Concat([Piece(open, form, null), .. value.Runs.Select(run => Piece(escape(run.Text), form, run.Secret)), Piece(close, form, null)]);

    public static TextValue Piece(string text, string? form, string? secret)
    {
        var piece = secret is null ? TextValue.Untrusted(text) : TextValue.Secret(secret, text);
        return form is null ? piece : piece.WithForm(form);
    }

    public static TextValue Join(IEnumerable<TextValue> parts, string separator, string form)
    {
        var all = new List<TextValue>();
        foreach (var part in parts)
        {
            if (all.Count > 0)
                all.Add(Piece(separator, form, null));
            all.Add(part);
        }

        return TextValue.Concat(all);
    }

    /// <summary>The text of a scalar; null where the value is none.</summary>
    public static TextValue? Scalar(object? value) => value switch
    {
        TextValue text => text,
        string text => TextValue.Untrusted(text),
        bool yes => TextValue.Untrusted(yes ? "true" : "false"),
        DateTimeOffset time => TextValue.Untrusted(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
        IFormattable number => TextValue.Untrusted(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => null,
    };

    public static TextValue Required(object? value, string function) => Scalar(value) is { } text
        ? NoNul(text, function)
        : throw new TemplateFunctionException($"{function} was given {Kind(value)}", "it takes a string or a number");

    public static TextValue NoNul(TextValue text, string function) => text.Text.Contains('\0', StringComparison.Ordinal)
        ? throw new TemplateFunctionException($"{function} was given text with a NUL character", "Postgres and the shell cannot hold one")
        : text;

    public static string Kind(object? value) => value switch
    {
        null => "null",
        TemplateArray => "a list",
        TemplateObject => "a map",
        _ => "something that is not text",
    };

    public static object? Only(IReadOnlyList<object?> arguments, string function) => arguments.Count == 1
        ? arguments[0]
        : throw new TemplateFunctionException($"{function} takes one value, not {arguments.Count}", null);
}
