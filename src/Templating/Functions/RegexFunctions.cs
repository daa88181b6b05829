using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>regex</c>, all within the time that the render has for them.</summary>
internal static class RegexFunctions
{
    private const int MaximumPattern = 10_000;

    public static TemplateObject Members { get; } = new FunctionGroup("regex")
        .Add("escape", "pattern", (renderer, a) => StringFunctions.Change(renderer, a, Regex.Escape))
        .Add("match", "text, pattern, options?", Match)
        .Add("matches", "text, pattern, options?", Matches)
        .Add("replace", "text, pattern, replace, options?", Replace)
        .Add("split", "text, pattern, options?", Split)
        .Add("unescape", "pattern", (renderer, a) => StringFunctions.Change(renderer, a, pattern => Unescape(pattern, a)))
        .Members;

    private static TemplateArray Match(Renderer renderer, Arguments arguments)
    {
        var text = arguments.Text(0, renderer);
        var match = Run(renderer, arguments, optionsIndex: 2, text, regex => regex.Match(text.Text));
        return match.Success ? Groups(match, text, arguments.Text(1, renderer)) : new TemplateArray { Secrets = text.Secrets };
    }

    private static TemplateArray Matches(Renderer renderer, Arguments arguments)
    {
        var text = arguments.Text(0, renderer);
        var pattern = arguments.Text(1, renderer);
        var matches = Run(renderer, arguments, optionsIndex: 2, text, regex => Find(renderer, arguments, regex, text.Text));
        renderer.Budget.SpendItems((long)matches.Count * text.RunCount, arguments.Place);
        return new TemplateArray(matches.Select(match => Groups(match, text, pattern))) { Secrets = text.Secrets };
    }

    private static TextValue Replace(Renderer renderer, Arguments arguments)
    {
        var text = arguments.Text(0, renderer);
        var replacement = arguments.Text(2, renderer);
        var result = Run(renderer, arguments, optionsIndex: 3, text, regex =>
            Replace(renderer, arguments, Find(renderer, arguments, regex, text.Text), text.Text, replacement.Text));
        return TextValue.Derive(result, text, replacement, arguments.Text(1, renderer));
    }

    private static TemplateArray Split(Renderer renderer, Arguments arguments)
    {
        var text = arguments.Text(0, renderer);
        var pattern = arguments.Text(1, renderer);
        var parts = Run(renderer, arguments, optionsIndex: 2, text, regex =>
        {
            Find(renderer, arguments, regex, text.Text);
            return regex.Split(text.Text);
        });
        renderer.Budget.CheckCount(parts.Length, arguments.Place, made: (long)parts.Length * text.RunCount);
        return new TemplateArray(parts.Select(part => TextValue.Derive(part, text, pattern))) { Secrets = text.Secrets };
    }

    /// <summary>The text without what a pattern finds, within the time for regular expressions.</summary>
    internal static string Remove(Renderer renderer, Arguments arguments, string text, string pattern, RegexOptions options) =>
        renderer.Budget.Match(
            time => Replace(renderer, arguments, Find(renderer, arguments, new Regex(pattern, options, time), text), text, ""), arguments.Place);

    // Match by match: the library limits the time of each, not their number, nor how much text they make.
    private static List<Match> Find(Renderer renderer, Arguments arguments, Regex regex, string text)
    {
        var matches = new List<Match>();
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            matches.Add(match);
            renderer.Budget.CheckCount(matches.Count, arguments.Place, made: 1);
            renderer.Budget.CheckMatching(arguments.Place);
        }

        return matches;
    }

    private static string Replace(Renderer renderer, Arguments arguments, List<Match> matches, string text, string replacement)
    {
        if (matches.Count == 0)
        {
            return text;
        }

        // Each $ of the replacement may stand for a group, or for all that lies before or behind the match.
        var references = replacement.AsSpan().Count('$');
        var refersToText = replacement.Contains("$`", StringComparison.Ordinal)
            || replacement.Contains("$'", StringComparison.Ordinal)
            || replacement.Contains("$_", StringComparison.Ordinal);
        var result = new StringBuilder();
        var end = 0;
        foreach (var match in matches)
        {
            result.Append(text, end, match.Index - end);
            var longest = refersToText ? text.Length : references == 0 ? 0 : match.Groups.Cast<Group>().Max(group => group.Length);
            renderer.Budget.CheckLength(result.Length + replacement.Length + ((long)references * longest), arguments.Place, replacement.Length);
            result.Append(references == 0 ? replacement : match.Result(replacement));
            end = match.Index + match.Length;
        }

        result.Append(text, end, text.Length - end);
        renderer.Budget.CheckLength(result.Length, arguments.Place);
        return result.ToString();
    }

    // Where a value decides what is cut out, what is cut out is its work too.
    private static TemplateArray Groups(Match match, TextValue text, TextValue pattern) =>
        new(match.Groups.Cast<Group>().Select(group => group.Success ? text.Slice(group.Index, group.Length).CutBy(pattern) : TextValue.Empty))
        {
            Secrets = text.Secrets,
        };

    private static T Run<T>(Renderer renderer, Arguments arguments, int optionsIndex, TextValue text, Func<Regex, T> use)
    {
        var pattern = arguments.Word(1, renderer);
        if (pattern.Length > MaximumPattern)
        {
            throw arguments.Fail($"The pattern is longer than {MaximumPattern} characters");
        }

        var options = arguments.Has(optionsIndex) ? Options(arguments.Word(optionsIndex, renderer), arguments) : RegexOptions.None;
        renderer.Budget.CheckLength(text.Text.Length, arguments.Place);
        try
        {
            return renderer.Budget.Match(time => use(new Regex(pattern, options | RegexOptions.CultureInvariant, time)), arguments.Place);
        }
        catch (ArgumentException exception)
        {
            throw arguments.Fail($"The pattern {pattern} is not a regular expression: {exception.Message}");
        }
    }

    private static RegexOptions Options(string letters, Arguments arguments)
    {
        var options = RegexOptions.None;
        foreach (var letter in letters)
        {
            options |= letter switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                _ => throw arguments.Fail($"There is no option {letter} for a regular expression", "There are i, m, s and x."),
            };
        }

        return options;
    }

    private static string Unescape(string pattern, Arguments arguments)
    {
        try
        {
            return Regex.Unescape(pattern);
        }
        catch (ArgumentException)
        {
            throw arguments.Fail("The text has an escape sequence that does not exist");
        }
    }
}
