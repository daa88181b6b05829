using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>string</c> that look for text in text, and put other text in its place.</summary>
internal static class StringSearches
{
    public static FunctionGroup AddTo(FunctionGroup group) => group
        .Add("contains", "text, value", (renderer, a) => Test(renderer, a, (text, value) => text.Contains(value, StringComparison.Ordinal)))
        .Add("starts_with", "text, value", (renderer, a) => Test(renderer, a, (text, value) => text.StartsWith(value, StringComparison.Ordinal)))
        .Add("ends_with", "text, value", (renderer, a) => Test(renderer, a, (text, value) => text.EndsWith(value, StringComparison.Ordinal)))
        .Add("equals_ignore_case", "text, value", (renderer, a) => string.Equals(a.Word(0, renderer), a.Word(1, renderer), StringComparison.OrdinalIgnoreCase))
        .Add("empty", "text", (renderer, a) => a.Word(0, renderer).Length == 0)
        .Add("whitespace", "text", (renderer, a) => string.IsNullOrWhiteSpace(a.Word(0, renderer)))
        .Add("size", "text", (renderer, a) => a.Word(0, renderer).Length)
        .Add("index_of", "text, search, start_index?, count?, string_comparison?", IndexOf)
        .Add("remove", "text, remove", (renderer, a) => ReplaceAll(renderer, a, a.Text(1, renderer), TextValue.Empty))
        .Add("remove_first", "text, remove", (renderer, a) => ReplaceOne(renderer, a, TextValue.Empty, fromEnd: false))
        .Add("remove_last", "text, remove", (renderer, a) => ReplaceOne(renderer, a, TextValue.Empty, fromEnd: true))
        .Add("replace", "text, match, replace", (renderer, a) => ReplaceAll(renderer, a, a.Text(1, renderer), a.Text(2, renderer)))
        .Add("replace_first", "text, match, replace, from_end?", (renderer, a) => ReplaceOne(renderer, a, a.Text(2, renderer), a.Flag(3)));

    private static bool Test(Renderer renderer, Arguments arguments, Func<string, string, bool> test)
    {
        var text = arguments.Word(0, renderer);
        var value = arguments.Word(1, renderer);
        renderer.Budget.CheckLength(text.Length, arguments.Place);
        return arguments[0] is not null && arguments[1] is not null && test(text, value);
    }

    private static object IndexOf(Renderer renderer, Arguments arguments)
    {
        var text = arguments.Word(0, renderer);
        var start = Math.Clamp(arguments.Int(2, 0), 0, text.Length);
        var count = Math.Clamp(arguments.Int(3, text.Length - start), 0, text.Length - start);
        var name = arguments.Has(4) ? arguments.Word(4, renderer) : "Ordinal";
        var comparison = name switch
        {
            "CurrentCulture" or "InvariantCulture" or "Ordinal" => StringComparison.Ordinal,
            "CurrentCultureIgnoreCase" or "InvariantCultureIgnoreCase" or "OrdinalIgnoreCase" => StringComparison.OrdinalIgnoreCase,
            _ => throw arguments.Fail($"There is no comparison {name}", "There are Ordinal and OrdinalIgnoreCase."),
        };
        return text.IndexOf(arguments.Word(1, renderer), start, count, comparison);
    }

    private static TextValue ReplaceAll(Renderer renderer, Arguments arguments, TextValue match, TextValue replacement)
    {
        var text = arguments.Text(0, renderer);
        if (match.Text.Length == 0)
        {
            return text;
        }

        renderer.Budget.CheckLength(text.Text.Length, arguments.Place);
        var found = text.Text.AsSpan().Count(match.Text);
        renderer.Budget.CheckLength(text.Text.Length + ((long)found * (replacement.Text.Length - match.Text.Length)), arguments.Place);
        return TextValue.Derive(text.Text.Replace(match.Text, replacement.Text, StringComparison.Ordinal), text, match, replacement);
    }

    private static TextValue ReplaceOne(Renderer renderer, Arguments arguments, TextValue replacement, bool fromEnd)
    {
        var text = arguments.Text(0, renderer);
        var match = arguments.Text(1, renderer);
        if (match.Text.Length == 0)
        {
            return text;
        }

        var index = fromEnd
            ? text.Text.LastIndexOf(match.Text, StringComparison.Ordinal)
            : text.Text.IndexOf(match.Text, StringComparison.Ordinal);
        renderer.Budget.CheckLength((long)text.Text.Length + replacement.Text.Length, arguments.Place);
        var result = index < 0
            ? text.Text
            : string.Concat(text.Text.AsSpan(0, index), replacement.Text, text.Text.AsSpan(index + match.Text.Length));
        return TextValue.Derive(result, text, match, replacement);
    }
}
