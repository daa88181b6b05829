using System.Globalization;
using System.Text;
using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>string</c>. Cutting and joining keep each run; whatever changes letters makes one new text.</summary>
internal static class StringFunctions
{
    private const int LongestNumber = 1000;

    public static TemplateObject Members { get; } = StringHashes.AddTo(StringSearches.AddTo(new FunctionGroup("string")))
        .Add("append", "text, with", (renderer, a) => Join(renderer, a, a.Text(0, renderer), a.Text(1, renderer)))
        .Add("prepend", "text, by", (renderer, a) => Join(renderer, a, a.Text(1, renderer), a.Text(0, renderer)))
        .Add("capitalize", "text", (renderer, a) => Change(renderer, a, text => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..]))
        .Add("capitalizewords", "text", (renderer, a) => Change(renderer, a, CapitalizeWords))
        .Add("downcase", "text", (renderer, a) => Change(renderer, a, text => text.ToLowerInvariant()))
        .Add("upcase", "text", (renderer, a) => Change(renderer, a, text => text.ToUpperInvariant()))
        .Add("escape", "text", (renderer, a) => Change(renderer, a, Escapes.Escape))
        .Add("literal", "text", (renderer, a) => Change(renderer, a, text => $"\"{Escapes.Escape(text)}\""))
        .Add("handleize", "text", (renderer, a) => Change(renderer, a, Handleize))
        .Add("strip_newlines", "text", (renderer, a) => Change(renderer, a, StripNewLines))
        .Add("lstrip", "text", (renderer, a) => Strip(renderer, a, left: true, right: false))
        .Add("rstrip", "text", (renderer, a) => Strip(renderer, a, left: false, right: true))
        .Add("strip", "text", (renderer, a) => Strip(renderer, a, left: true, right: true))
        .Add("pad_left", "text, width", (renderer, a) => Pad(renderer, a, atLeft: true))
        .Add("pad_right", "text, width", (renderer, a) => Pad(renderer, a, atLeft: false))
        .Add("pluralize", "number, singular, plural", (_, a) => Comparison.AreSame(a.Number(0), 1) ? a[1] : a[2])
        .Add("slice", "text, start, length?", (renderer, a) => Slice(renderer, a, otherwise: 0))
        .Add("slice1", "text, start, length?", (renderer, a) => Slice(renderer, a, otherwise: 1))
        .Add("split", "text, match", Split)
        .Add("to_int", "text", (renderer, a) => int.TryParse(Digits(renderer, a), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null)
        .Add("to_long", "text", (renderer, a) => long.TryParse(Digits(renderer, a), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null)
        .Add("to_float", "text", (renderer, a) => float.TryParse(Digits(renderer, a), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) ? value : null)
        .Add("to_double", "text", (renderer, a) => double.TryParse(Digits(renderer, a), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) ? value : null)
        .Add("truncate", "text, length, ellipsis?", Truncate)
        .Add("truncatewords", "text, count, ellipsis?", TruncateWords)
        .Members;

    internal static TextValue Change(Renderer renderer, Arguments arguments, Func<string, string> change)
    {
        var text = arguments.Text(0, renderer);
        renderer.Budget.CheckLength(text.Text.Length, arguments.Place);
        var changed = change(text.Text);
        renderer.Budget.CheckLength(changed.Length, arguments.Place);
        return TextValue.Derive(changed, text);
    }

    // A text longer than that spells no number that any of the kinds could hold more exactly.
    private static string Digits(Renderer renderer, Arguments arguments) =>
        arguments.Word(0, renderer) is { Length: <= LongestNumber } text ? text : "";

    /// <summary>The text, with the work of cutting it counted.</summary>
    private static TextValue Cuttable(Renderer renderer, Arguments arguments)
    {
        var text = arguments.Text(0, renderer);
        renderer.Budget.CheckLength(text.Text.Length, arguments.Place);
        renderer.Budget.SpendItems(text.RunCount, arguments.Place);
        return text;
    }

    private static TextValue Join(Renderer renderer, Arguments arguments, TextValue first, TextValue second)
    {
        renderer.Budget.CheckLength((long)first.Text.Length + second.Text.Length, arguments.Place);
        renderer.Budget.SpendItems((long)first.RunCount + second.RunCount, arguments.Place);
        return TextValue.Concat(first, second);
    }

    private static string CapitalizeWords(string text)
    {
        var words = new StringBuilder(text.Length);
        var atStart = true;
        foreach (var letter in text)
        {
            words.Append(atStart ? char.ToUpperInvariant(letter) : letter);
            atStart = char.IsWhiteSpace(letter);
        }

        return words.ToString();
    }

    private static string Handleize(string text)
    {
        var handle = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                handle.Append(char.ToLowerInvariant(letter));
            }
            else if (handle.Length > 0 && handle[^1] != '-')
            {
                handle.Append('-');
            }
        }

        return handle.ToString().TrimEnd('-');
    }

    private static string StripNewLines(string text) =>
        text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static TextValue Strip(Renderer renderer, Arguments arguments, bool left, bool right)
    {
        var text = Cuttable(renderer, arguments);
        var start = 0;
        var end = text.Text.Length;
        while (left && start < end && char.IsWhiteSpace(text.Text[start]))
        {
            start++;
        }

        while (right && end > start && char.IsWhiteSpace(text.Text[end - 1]))
        {
            end--;
        }

        return text.Slice(start, end - start);
    }

    private static TextValue Pad(Renderer renderer, Arguments arguments, bool atLeft)
    {
        var text = arguments.Text(0, renderer);
        var missing = Math.Max(0, arguments.Int(1) - text.Text.Length);
        renderer.Budget.CheckLength((long)missing + text.Text.Length, arguments.Place);
        var spaces = TextValue.Trusted(new string(' ', missing));
        var padded = atLeft ? TextValue.Concat(spaces, text) : TextValue.Concat(text, spaces);

        // How many spaces there are tells how long a secret is.
        return text.Secrets is null ? padded : TextValue.Derive(padded.Text, text);
    }

    private static TextValue Slice(Renderer renderer, Arguments arguments, int otherwise)
    {
        var text = Cuttable(renderer, arguments);
        var size = text.Text.Length;
        long start = arguments.Int(1);
        long length = arguments.Int(2, otherwise);
        length = length == 0 ? size : length;
        start = start < 0 ? start + size : start;
        if (start < 0)
        {
            length += start;
            start = 0;
        }

        length = Math.Min(length, size - start);
        return length <= 0 ? text.Slice(0, 0) : text.Slice((int)start, (int)length);
    }

    private static TemplateArray Split(Renderer renderer, Arguments arguments)
    {
        var text = arguments.Text(0, renderer);
        var match = arguments.Word(1, renderer);
        var separator = arguments.Text(1, renderer);
        var parts = new TemplateArray { Secrets = text.Secrets };
        renderer.Budget.CheckLength(text.Text.Length, arguments.Place);
        var start = 0;
        while (start < text.Text.Length)
        {
            var end = match.Length == 0 ? -1 : text.Text.IndexOf(match, start, StringComparison.Ordinal);
            end = end < 0 ? text.Text.Length : end;
            if (end > start)
            {
                parts.Add(text.Slice(start, end - start).CutBy(separator));
                renderer.Budget.CheckCount(parts.Count, arguments.Place, made: text.RunCount);
            }

            start = end + Math.Max(1, match.Length);
        }

        return parts;
    }

    private static TextValue Truncate(Renderer renderer, Arguments arguments)
    {
        var text = Cuttable(renderer, arguments);
        var length = arguments.Int(1);
        if (text.Text.Length <= length)
        {
            return text;
        }

        var ellipsis = arguments.OptionalText(2, renderer) ?? TextValue.Trusted("...");
        var kept = Math.Clamp(length - ellipsis.Text.Length, 0, text.Text.Length);
        return Whole(text, TextValue.Concat(text.Slice(0, kept), ellipsis));
    }

    private static TextValue TruncateWords(Renderer renderer, Arguments arguments)
    {
        var text = Cuttable(renderer, arguments);
        var count = arguments.Int(1);
        var end = 0;
        var words = 0;
        for (var index = 0; index < text.Text.Length; index++)
        {
            if (char.IsWhiteSpace(text.Text[index]))
            {
                continue;
            }

            var startsWord = index == 0 || char.IsWhiteSpace(text.Text[index - 1]);
            if (startsWord && ++words > count)
            {
                var ellipsis = arguments.OptionalText(2, renderer) ?? TextValue.Trusted("...");
                return Whole(text, TextValue.Concat(text.Slice(0, end), ellipsis));
            }

            end = index + 1;
        }

        return text;
    }

    // Where a secret was cut tells how long it is, so all of the result is the secret.
    private static TextValue Whole(TextValue source, TextValue cut) =>
        source.Secrets is null ? cut : TextValue.Derive(cut.Text, source, cut);
}
