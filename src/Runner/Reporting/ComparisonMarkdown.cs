using System.Text;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// A comparison as a comment of a pull request: one collapsed part a step that differs, within the size that hosts take, and a hidden
/// first line by which the same comment is found and replaced.
/// </summary>
internal sealed class ComparisonMarkdown(Comparison comparison, string again)
{
    // Of one section: steps come behind them, and must have room.
    private const int LongestSection = 5_000;

    private readonly ComparisonWords words = new(comparison);

    /// <summary>The comment's first line; the same for every comparison of this plan in these environments.</summary>
    public static string Marker(string plan, string first, string second) => $"<!-- planrunner compare {plan} {first} {second} -->";

    public string Write() =>
        MarkdownText.Fitted(
            Head(),
            comparison.Steps.Where(step => !step.IsQuiet),
            Part,
            $"\n{words.Summary}\n",
            Brief,
            step => step.Mark == ComparisonMark.Differs ? 0 : 1,
            again
        );

    private static string Brief(ComparedStep step) => $"{MarkdownText.Code($"{ComparisonWords.Mark(step.Mark)} {step.Path}")}<br>\n";

    private string Head()
    {
        var text = new StringBuilder();
        text.Append(Marker(comparison.Plan, comparison.First.Name, comparison.Second.Name)).Append('\n');
        text.Append($"### {MarkdownText.Prose(words.Title)}\n\n");
        foreach (var environment in new[] { comparison.First, comparison.Second })
            text.Append($"- {MarkdownText.Prose(environment.Name)}: {MarkdownText.Prose(ComparisonWords.State(environment))}\n");
        text.Append('\n');
        foreach (var (title, lines) in words.Sections())
            Section(text, title, [.. lines.Select(line => line.More is null ? line.Line : $"{line.Line}; {line.More}")]);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        text.Append($"**{title}**\n\n");
        var room = LongestSection;
        var left = lines.Count;
        foreach (var line in lines.Select(line => $"- {MarkdownText.Prose(line)}\n"))
        {
            // Whole or not at all: the rest is counted.
            if (line.Length > room)
                continue;
            room -= line.Length;
            text.Append(line);
            left--;
        }

        text.Append(left > 0 ? $"- … and {left} more\n\n" : "\n");
    }

    private string Part(ComparedStep step)
    {
        var text = new StringBuilder();
        var title = step.Title == step.Id ? "" : $" {MarkdownText.Prose(step.Title)}";
        text.Append(
            $"<details><summary><code>{ComparisonWords.Mark(step.Mark)}</code> <code>{MarkdownText.Html(step.Path.Value)}</code>{title} <sub>{MarkdownText.Html($"{ComparisonWords.What(step)} · {words.Meaning(step.Mark)}")}</sub></summary>\n\n"
        );
        text.Append(MarkdownText.Sentences(words.About(step)));
        text.Append('\n');
        foreach (var part in step.Texts)
        {
            if (part.Name != ComparedText.Body)
                text.Append($"{MarkdownText.Prose(part.Name)}:\n\n");
            text.Append(MarkdownText.Fenced("diff", MarkdownText.Unified(part.Diff)));
        }

        if (step.Texts.Count == 0 && step.Text is { } body)
            text.Append(MarkdownText.Fenced(MarkdownText.Language(step.Kind), body));
        return text.Append("</details>\n").ToString();
    }
}
