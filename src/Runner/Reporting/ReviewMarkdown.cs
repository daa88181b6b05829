using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// A review as a comment of a pull request: what changes, one collapsed part a step, within the size that hosts take, and a hidden
/// first line by which the same comment is found and replaced.
/// </summary>
internal sealed class ReviewMarkdown(Review review, string again)
{
    private const int MostParts = 30;

    // The comment's first line: the same for every run of this plan in this environment, another one for its undo.
    private string Marker() => $"<!-- planrunner {(review.TakesBack ? "undo" : "dry-run")} {review.Plan} {review.Environment} -->";

    public string Write()
    {
        var notes = string.Concat(ReviewWords.Notes(review).Select(note => $"\n{MarkdownText.Prose(note)}\n"));
        var changes = review.Leaves.Where(s => !s.IsQuiet && s.Action is not StepAction.Skip);
        return MarkdownText.Fitted(Head(), changes, Part, $"{notes}\n{ReviewWords.Summary(review)}\n", Brief, Rank, again);
    }

    private string Head()
    {
        var text = new StringBuilder();
        text.Append(Marker()).Append('\n');
        text.Append(
            $"### {(review.TakesBack ? "Undo of " : "")}{MarkdownText.Prose(review.Plan)} in {MarkdownText.Prose(review.Environment)}{(review.Protected ? " (protected)" : "")}\n\n"
        );
        text.Append($"{Counts()} {MarkdownText.Sentence(ReviewWords.LastRun(review.LastRun))}\n\n");
        if (review.Counts is { ToRun: 0, Changed: 0, InDoubt: 0, Renamed: 0 } && review.Removed.Count == 0)
            return text.ToString();
        if (review.Offline)
            text.Append("Offline: nothing was contacted; this is the plan against the state alone.\n\n");
        foreach (var note in ReviewWords.Notes(review))
            text.Append($"**{MarkdownText.Prose(note)}**\n\n");
        foreach (var connection in review.Connections)
            text.Append($"- {MarkdownText.Prose(connection.Name)}: {MarkdownText.Code(ReviewWords.Target(connection))}\n");
        var number = 0;
        if (ReviewWords.Common(review) is { } common)
            text.Append($"- {MarkdownText.Prose(common)}\n");
        var parts = review.Parts;
        foreach (var part in parts.Take(MostParts))
        {
            text.Append($"{++number}. {MarkdownText.Prose(ReviewWords.Part(part))}\n");
            foreach (var moment in part.Moments)
                text.Append($"   - {MarkdownText.Prose(ReviewWords.Moment(moment, part))}\n");
        }

        if (parts.Count > MostParts)
            text.Append($"\n… and {parts.Count - MostParts} more\n");
        foreach (
            var group in review
                .All.Where(step => number == 0)
                .Where(step => step is { IsGroup: true, IsQuiet: false } && (step.Facts.Count > 0 || step.Reason.Length > 0))
        )
            text.Append(
                $"- {MarkdownText.Code(group.Path.Value)}: {MarkdownText.Prose(string.Join("; ", group.Facts.Prepend(group.Reason).Where(f => f.Length > 0)))}\n"
            );
        foreach (var removed in review.Removed)
            text.Append($"- `-` {MarkdownText.Code(removed.Path)}: {ReviewWords.Removed(removed)}\n");
        return text.Append('\n').ToString();
    }

    private string Counts()
    {
        var counts = review.Counts;
        var parts = new List<string>();
        if (counts.ToRun > 0)
            parts.Add(
                $"**{counts.ToRun} {ReviewWords.ToRun(review.TakesBack)}**{(counts.FoundDone > 0 ? $" ({counts.FoundDone} found done already)" : "")}"
            );
        if (counts.Changed > 0)
            parts.Add($"**{counts.Changed} changed since they ran**");
        if (counts.InDoubt > 0)
            parts.Add($"**{counts.InDoubt} in doubt**");
        if (counts.Renamed > 0)
            parts.Add($"**{counts.Renamed} ran under another id**");
        parts.Add($"{counts.Unchanged} unchanged");
        if (counts.Skipped > 0)
            parts.Add($"{counts.Skipped} skipped");
        return string.Join(", ", parts) + ".";
    }

    private string Part(ReviewStep step)
    {
        var text = new StringBuilder();
        var title = step.Title == step.Id ? "" : $" {MarkdownText.Prose(step.Title)}";
        text.Append(
            $"<details{(step.Findings.Any(f => f.Blocks) ? " open" : "")}><summary><code>{ReviewWords.Mark(step.Mark)}</code> <code>{MarkdownText.Html(step.Path.Value)}</code>{title} <sub>{MarkdownText.Html(ReviewWords.What(step))}</sub>{string.Concat(ReviewWords.Badges(step).Select(badge => $" <b>{MarkdownText.Html(badge)}</b>"))}</summary>\n\n"
        );
        text.Append(MarkdownText.Sentences(ReviewWords.Sentences(step)));
        text.Append(MarkdownText.Sentences(ReviewWords.Terms(step, review)));
        foreach (var found in step.Findings)
            text.Append(
                $"- **{FindingWords.WeightInWords(found)}** {MarkdownText.Code(found.Finding.Rule.Id)} {MarkdownText.Prose(found.Finding.Message)} ({MarkdownText.Code(FindingWords.Place(found))}){(FindingWords.Rest(found) is { } rest ? $"<br>{MarkdownText.Prose(rest)}" : "")}\n"
            );
        text.Append('\n');
        if (ReviewWords.FoundLines(step) is { } lines)
            text.Append(MarkdownText.Fenced("text", lines));
        if (step.Diff is { Added: > 0 } or { Removed: > 0 })
            text.Append(MarkdownText.Fenced("diff", MarkdownText.Unified(step.Diff)));
        else if (!step.FoundDone)
            text.Append(MarkdownText.Fenced(MarkdownText.Language(step.Kind), step.Text ?? ""));
        if (step.Statements is { Count: > 0 } statements)
            text.Append(MarkdownText.Fenced("sql", string.Join('\n', statements.Select(s => $"-- {s.Key}\n{s.Text}"))));
        return text.Append("</details>\n").ToString();
    }

    // Where there is no room for the text of every step, its line is there all the same.
    private static string Brief(ReviewStep step)
    {
        var title = step.Title == step.Id ? "" : $" {MarkdownText.Prose(step.Title)}";
        var badges = string.Concat(ReviewWords.Badges(step).Select(badge => $" <b>{MarkdownText.Html(badge)}</b>"));
        return $"<code>{ReviewWords.Mark(step.Mark)}</code> <code>{MarkdownText.Html(step.Path.Value)}</code>{title}{badges}<br>\n";
    }

    // Who has the room first: what is wrong, then what changes something, then what only asks.
    private static int Rank(ReviewStep step) =>
        step switch
        {
            { FailsNow: true } or { Mark: ChangeMark.Attention or ChangeMark.Changed or ChangeMark.Renamed } => 0,
            _ when step.Findings.Any(f => f.Finding.Severity != FindingSeverity.Note) => 1,
            { IsCheck: false } => 2,
            _ => 3,
        };
}
