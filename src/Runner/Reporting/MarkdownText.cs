using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>What the comments of a pull request share: their size, and text that cannot become markup.</summary>
internal static partial class MarkdownText
{
    /// <summary>Characters. GitHub takes 65,536 a comment, and whoever posts it may add words of their own.</summary>
    public const int Most = 60_000;

    private const int Context = 3;
    private const int LongestBody = 12_000;

    /// <summary>As many of the parts as there is room for, in order; then how many are left, which the first of them is, and the command that shows all.</summary>
    public static string Fitted<T>(string head, IEnumerable<T> items, Func<T, string> part, string tail, Func<T, string> name, string again)
    {
        var room = Most - head.Length - tail.Length - 400;
        var text = new StringBuilder(head);
        var left = new List<T>();
        foreach (var item in items)
        {
            var next = left.Count > 0 ? "" : part(item);
            if (left.Count > 0 || next.Length > room)
            {
                left.Add(item);
                continue;
            }

            room -= next.Length;
            text.Append(next);
        }

        if (left.Count > 0)
            text.Append($"\n**{left.Count} more steps are not shown here**, the first of them `{name(left[0])}`. All of it: `{again}`\n");
        return text.Append(tail).ToString();
    }

    /// <summary>Sentences as a list, the empty ones left out.</summary>
    public static string Sentences(IEnumerable<string> sentences) => string.Concat(sentences.Where(s => s.Length > 0).Select(s => $"- {Prose(s)}\n"));

    public static string Unified(TextDiff diff) => string.Join('\n', diff.Near(Context).Select(line => line switch
    {
        null => "@@ … @@",
        { Side: DiffSide.Before } => "- " + line.Text,
        { Side: DiffSide.Now } => "+ " + line.Text,
        _ => "  " + line.Text,
    }));

    /// <summary>A text to the letter, cut where it is very long. A fence longer than any in the text cannot be closed by it.</summary>
    public static string Fenced(string language, string body)
    {
        body = HiddenCharacters.Show(body);
        if (body.Length > LongestBody)
            body = $"{body[..LongestBody]}\n… {body.Length - LongestBody} more characters";
        var fence = new string('`', Math.Max(3, Backticks().Matches(body).Select(m => m.Length).DefaultIfEmpty(0).Max() + 1));
        return $"{fence}{language}\n{body.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}\n\n";
    }

    /// <summary>How the text of a step of this kind is coloured.</summary>
    public static string Language(string? kind) => kind switch
    {
        "shell" => "sh",
        "manual" => "text",
        _ => "sql",
    };

    public static string Code(string text) => $"<code>{Html(text)}</code>";

    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + Prose(text[1..]) + ".";

    // Nothing in a title or a server's answer may become markup, a mention or a link.
    public static string Prose(string text) => MarkdownSigns().Replace(Html(text), m => "\\" + m.Value).ReplaceLineEndings("<br>").Replace("@", "@\u200b", StringComparison.Ordinal);

    public static string Html(string text) => HiddenCharacters.Show(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex("`+", RegexOptions.NonBacktracking)]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\\`*_\[\]|#~]", RegexOptions.NonBacktracking)]
    private static partial Regex MarkdownSigns();
}
