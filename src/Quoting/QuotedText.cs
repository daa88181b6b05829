using System.Globalization;
using System.Text;
using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>Puts quoted text together out of the runs of a value, so that what is secret in it stays so, character for character.</summary>
internal static class QuotedText
{
    /// <summary>The value between two marks, every run of it escaped by itself, all in one form.</summary>
    public static TextValue Between(string open, TextValue value, string close, Func<string, string> escape, string form) =>
        Whole([(open, null), .. value.Runs.Select(run => (escape(run.Text), run.Secret)), (close, null)], form);

    public static TextValue Piece(string text, string? form, string? secret)
    {
        var piece = secret is null ? TextValue.Untrusted(text) : TextValue.Secret(secret, text);
        return form is null ? piece : piece.WithForm(form);
    }

    public static TextValue Join(IEnumerable<TextValue> parts, string separator, string form)
    {
        var all = new List<(string, string?)>();
        foreach (var part in parts)
        {
            if (all.Count > 0)
                all.Add((separator, null));
            all.AddRange(part.Runs.Select(run => (run.Text, run.Secret)));
        }

        return Whole(all, form);
    }

    // Neighbours that are secret alike become one run: two that are secret are adjacent only where one quoted text ends and another
    // begins, and so WrittenPiece can tell them apart.
    private static TextValue Whole(List<(string Text, string? Secret)> parts, string form)
    {
        var pieces = new List<TextValue>();
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            text.Append(parts[i].Text);
            if (i + 1 < parts.Count && parts[i + 1].Secret == parts[i].Secret)
                continue;
            if (text.Length > 0 || parts[i].Secret is not null)
                pieces.Add(Piece(text.ToString(), form, parts[i].Secret));
            text.Clear();
        }

        return TextValue.Concat(pieces);
    }

    /// <summary>The text of a scalar; null where the value is none.</summary>
    public static TextValue? Scalar(object? value) =>
        value switch
        {
            TextValue text => text,
            string text => TextValue.Untrusted(text),
            bool yes => TextValue.Untrusted(yes ? "true" : "false"),
            DateTimeOffset time => TextValue.Untrusted(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
            IFormattable number => TextValue.Untrusted(number.ToString(null, CultureInfo.InvariantCulture)),
            _ => null,
        };

    public static TextValue Required(object? value, string function) =>
        Scalar(value) is { } text
            ? Sendable(text, function)
            : throw new TemplateFunctionException($"{function} was given {Kind(value)}", "it takes a string or a number");

    public static TextValue Sendable(TextValue text, string function) =>
        Unsendable.In(text.Text) is var (_, what, why)
            ? throw new TemplateFunctionException($"{function} was given text with {what}", why)
            : text;

    public static string Kind(object? value) =>
        value switch
        {
            null => "null",
            TemplateArray => "a list",
            TemplateObject => "a map",
            _ => "something that is not text",
        };

    public static object? Only(IReadOnlyList<object?> arguments, string function) =>
        arguments.Count == 1
            ? arguments[0]
            : throw new TemplateFunctionException($"{function} takes one value, not {arguments.Count}", null);
}
