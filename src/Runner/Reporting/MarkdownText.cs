using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting;

/// <summary>What the comments of a pull request share: their size, and text that cannot become markup.</summary>
internal static partial class MarkdownText
{
    /// <summary>Characters. GitHub takes 65,536 a comment, and whoever posts it may add words of their own.</summary>
    public const int Most = 60_000;

    private const int Context = 3;

    /// <summary>
    /// Every item, in order: whole where there is room, those of the lowest rank first; else in brief; and the command that shows all.
    /// Where not even that fits, how many more there are.
    /// </summary>
    public static string Fitted<T>(
        string head,
        IEnumerable<T> items,
        Func<T, string> part,
        string tail,
        Func<T, string> brief,
        Func<T, int> rank,
        string again
    )
    {
        var all = items.ToList();
        var briefs = all.ConvertAll(item => brief(item));
        var room = Most - head.Length - tail.Length - 400;
        var shown = 0;
        while (shown < all.Count && briefs[shown].Length <= room)
            room -= briefs[shown++].Length;
        var whole = new string?[all.Count];
        foreach (var i in Enumerable.Range(0, shown).OrderBy(i => rank(all[i])))
        {
            var text = part(all[i]);
            if (text.Length - briefs[i].Length > room)
                continue;
            whole[i] = text;
            room -= text.Length - briefs[i].Length;
        }

        var result = new StringBuilder(head);
        for (var i = 0; i < shown; i++)
            result
                .Append(whole[i] is null && i > 0 && whole[i - 1] is not null ? "\n" : "")
                .Append(whole[i] ?? briefs[i])
                .Append(whole[i] is null && i + 1 < shown && whole[i + 1] is not null ? "\n" : "");
        var cut = whole.Take(shown).Count(text => text is null);
        if (cut > 0 || shown < all.Count)
            result.Append(
                $"\n{(cut > 0 ? $"**The text of {cut} steps is not shown here.** " : "")}{(shown < all.Count ? $"**{all.Count - shown} more steps are not shown here.** " : "")}All of it: `{again}`\n"
            );
        return result.Append(tail).ToString();
    }

    /// <summary>Sentences as a list, the empty ones left out.</summary>
    public static string Sentences(IEnumerable<string> sentences) =>
        string.Concat(sentences.Where(s => s.Length > 0).Select(s => $"- {Prose(s)}\n"));

    public static string Unified(TextDiff diff) =>
        string.Join(
            '\n',
            diff.Near(Context)
                .Select(line =>
                    line switch
                    {
                        null => "@@ … @@",
                        { Side: DiffSide.Before } => "- " + line.Text,
                        { Side: DiffSide.Now } => "+ " + line.Text,
                        _ => "  " + line.Text,
                    }
                )
        );

    /// <summary>A text to the letter. A fence longer than any in the text cannot be closed by it.</summary>
    public static string Fenced(string language, string body)
    {
        body = HiddenCharacters.Show(body);
        var fence = new string('`', Math.Max(3, Backticks().Matches(body).Select(m => m.Length).DefaultIfEmpty(0).Max() + 1));
        return $"{fence}{language}\n{body.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}\n\n";
    }

    /// <summary>How the text of a step of this kind is coloured.</summary>
    public static string Language(string? kind) =>
        StepKinds.BuiltIn.Find(kind)?.Language switch
        {
            TextLanguage.Shell => "sh",
            TextLanguage.Prose => "text",
            _ => "sql",
        };

    public static string Code(string text) => $"<code>{Html(text)}</code>";

    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + Prose(text[1..]) + ".";

    // Nothing in a title or a server's answer may become markup, a mention or a link.
    public static string Prose(string text) =>
        MarkdownSigns()
            .Replace(Html(text), m => "\\" + m.Value)
            .ReplaceLineEndings("<br>")
            .Replace("@", "@\u200b", StringComparison.Ordinal);

    public static string Html(string text) =>
        HiddenCharacters
            .Show(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex("`+", RegexOptions.NonBacktracking)]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\\`*_\[\]|#~]", RegexOptions.NonBacktracking)]
    private static partial Regex MarkdownSigns();
}
