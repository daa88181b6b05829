using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// A review as a comment of a pull request: what changes, one collapsed part a step, within the size that hosts take, and a hidden
/// first line by which the same comment is found and replaced.
/// </summary>
public sealed partial class ReviewMarkdown(Review review, string again)
{
    /// <summary>Characters. GitHub takes 65,536 a comment, and whoever posts it may add words of their own.</summary>
    public const int Most = 60_000;

    private const int Context = 3;
    private const int LongestBody = 12_000;

    /// <summary>The comment's first line; the same for every run of this plan in this environment.</summary>
    public static string Marker(string plan, string environment) => $"<!-- planrunner dry-run {plan} {environment} -->";

    public string Write()
    {
        var head = Head();
        var tail = $"\n{ReviewWords.Summary(review.Counts, review.Fingerprint)}\n";
        var room = Most - head.Length - tail.Length - 400;
        var text = new StringBuilder(head);
        var left = new List<ReviewStep>();
        foreach (var step in review.Leaves.Where(s => !s.IsQuiet && s.Action is not StepAction.Skip))
        {
            var part = left.Count > 0 ? "" : Part(step);
            if (left.Count > 0 || part.Length > room)
            {
                left.Add(step);
                continue;
            }

            room -= part.Length;
            text.Append(part);
        }

        if (left.Count > 0)
            text.Append($"\n**{left.Count} more steps are not shown here**, the first of them `{left[0].Path}`. All of it: `{again}`\n");
        return text.Append(tail).ToString();
    }

    private string Head()
    {
        var text = new StringBuilder();
        text.Append(Marker(review.Plan, review.Environment)).Append('\n');
        text.Append($"### {Prose(review.Plan)} in {Prose(review.Environment)}{(review.Protected ? " (protected)" : "")}\n\n");
        text.Append($"{Counts()} {Sentence(ReviewWords.LastRun(review))}\n\n");
        if (review.Counts is { ToRun: 0, Changed: 0, InDoubt: 0 } && review.Removed.Count == 0)
            return text.ToString();
        foreach (var connection in review.Connections)
            text.Append($"- {Prose(connection.Name)}: {Code(ReviewWords.Target(connection))}\n");
        foreach (var group in review.All.Where(step => step is { IsGroup: true, IsQuiet: false } && (step.Facts.Count > 0 || step.Reason.Length > 0)))
            text.Append($"- {Code(group.Path.Value)}: {Prose(string.Join("; ", group.Facts.Prepend(group.Reason).Where(f => f.Length > 0)))}\n");
        foreach (var removed in review.Removed)
            text.Append($"- `-` {Code(removed.Path)}: {ReviewWords.Removed(removed)}\n");
        return text.Append('\n').ToString();
    }

    private string Counts()
    {
        var counts = review.Counts;
        var parts = new List<string>();
        if (counts.ToRun > 0)
            parts.Add($"**{counts.ToRun} to run**{(counts.FoundDone > 0 ? $" ({counts.FoundDone} found done already)" : "")}");
        if (counts.Changed > 0)
            parts.Add($"**{counts.Changed} changed since they ran**");
        if (counts.InDoubt > 0)
            parts.Add($"**{counts.InDoubt} in doubt**");
        parts.Add($"{counts.Unchanged} unchanged");
        if (counts.Skipped > 0)
            parts.Add($"{counts.Skipped} skipped");
        return string.Join(", ", parts) + ".";
    }

    private string Part(ReviewStep step)
    {
        var text = new StringBuilder();
        var title = step.Title == step.Id ? "" : $" {Prose(step.Title)}";
        text.Append($"<details><summary><code>{ReviewWords.Mark(step.Mark)}</code> <code>{Html(step.Path.Value)}</code>{title} <sub>{Html(ReviewWords.What(step))}</sub></summary>\n\n");
        foreach (var sentence in step.Facts.Prepend(step.Reason).Append(step.Found ?? "").Append(ReviewWords.Difference(step) ?? "").Where(s => s.Length > 0))
            text.Append($"- {Prose(sentence)}\n");
        text.Append('\n');
        if (step.Diff is { Added: > 0 } or { Removed: > 0 })
            text.Append(Fenced("diff", Unified(step.Diff)));
        else if (!step.FoundDone)
            text.Append(Fenced(step.Kind == "shell" ? "sh" : step.Action == StepAction.Run && step.Mark == ChangeMark.Person ? "text" : "sql", step.Text ?? ""));
        if (step.Statements is { Count: > 0 } statements)
            text.Append(Fenced("sql", string.Join('\n', statements.Select(s => $"-- {s.Key}\n{s.Text}"))));
        return text.Append("</details>\n").ToString();
    }

    private static string Unified(TextDiff diff) => string.Join('\n', diff.Near(Context).Select(line => line switch
    {
        null => "@@ … @@",
        { Side: DiffSide.Before } => "- " + line.Text,
        { Side: DiffSide.Now } => "+ " + line.Text,
        _ => "  " + line.Text,
    }));

    // A fence longer than any in the text cannot be closed by it.
    private static string Fenced(string language, string body)
    {
        body = HiddenCharacters.Show(body);
        if (body.Length > LongestBody)
            body = $"{body[..LongestBody]}\n… {body.Length - LongestBody} more characters";
        var fence = new string('`', Math.Max(3, Backticks().Matches(body).Select(m => m.Length).DefaultIfEmpty(0).Max() + 1));
        return $"{fence}{language}\n{body.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}\n\n";
    }

    private static string Code(string text) => $"<code>{Html(text)}</code>";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + Prose(text[1..]) + ".";

    // Nothing in a title or a server's answer may become markup, a mention or a link.
    private static string Prose(string text) => MarkdownSigns().Replace(Html(text), m => "\\" + m.Value).ReplaceLineEndings("<br>").Replace("@", "@\u200b", StringComparison.Ordinal);

    private static string Html(string text) => HiddenCharacters.Show(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex("`+", RegexOptions.NonBacktracking)]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\\`*_\[\]|#~]", RegexOptions.NonBacktracking)]
    private static partial Regex MarkdownSigns();
}
