using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review for a terminal or a log: in the order of the run, changes in full, the rest counted, one summary line at the end.</summary>
/// <param name="review">What to show.</param>
/// <param name="full">Unchanged steps too.</param>
/// <param name="colour">With ANSI colours.</param>
/// <param name="width">Longer lines are folded; null folds none.</param>
public sealed class ReviewText(Review review, bool full, bool colour = false, int? width = null)
{
    private const int Context = 2;
    private const int MostStatements = 3;

    private readonly StringBuilder text = new();

    public string Write()
    {
        Line(0, $"Plan {review.Plan} in {review.Environment}{(review.Protected ? " (protected)" : "")}", Ansi.Bold);
        if (review.Description is { } description)
            Prose(1, description.Trim());
        foreach (var connection in review.Connections)
            Prose(1, $"{connection.Name}: {ReviewWords.Target(connection)}");
        Line(1, $"state: {ReviewWords.LastRun(review)}");
        text.Append('\n');
        Steps(review.Steps, 0);
        foreach (var removed in review.Removed)
            Prose(0, $"- {removed.Path}  {ReviewWords.Removed(removed)}", Ansi.Red);
        text.Append('\n');
        Legend();
        text.Append(ReviewWords.Summary(review.Counts, review.Fingerprint)).Append('\n');
        return text.ToString();
    }

    // What does not change is a count where it stands; within a group, in the group's line.
    private void Steps(IReadOnlyList<ReviewStep> steps, int depth)
    {
        var unchanged = 0;
        foreach (var step in steps.Append(null))
        {
            if (!full && step is { IsQuiet: true })
            {
                unchanged += Leaves(step);
                continue;
            }

            if (unchanged > 0 && depth == 0)
                Line(depth, $"= {unchanged} unchanged", Ansi.Dim);
            unchanged = 0;
            if (step is not null)
                Step(step, depth);
        }
    }

    private static int Leaves(ReviewStep step) => step.SelfAndBelow.Count(s => !s.IsGroup);

    private string About(ReviewStep step)
    {
        if (!step.IsGroup)
            return $"  [{ReviewWords.What(step)}]";
        var unchanged = full ? 0 : step.Steps.Where(s => s.IsQuiet).Sum(Leaves);
        return unchanged > 0 ? $"  [{unchanged} unchanged]" : "";
    }

    private void Step(ReviewStep step, int depth)
    {
        var title = step.Title == step.Id ? "" : "  " + step.Title;
        Prose(depth, $"{ReviewWords.Mark(step.Mark)} {step.Path}{title}{About(step)}", Colour(step.Mark));
        if (step.Description is { } description && (step.IsGroup || step.Action is not StepAction.None))
            Prose(depth + 2, description.Trim());
        if (step.Reason.Length > 0)
            Prose(depth + 2, step.Reason);
        foreach (var fact in step.Facts)
            Prose(depth + 2, fact);
        if (step.IsGroup)
        {
            Steps(step.Steps, depth + 1);
            return;
        }

        if (step.Action is StepAction.Skip or StepAction.None)
            return;
        if (step.Found is { } found)
            Prose(depth + 2, found);
        foreach (var statement in Ends(step.Statements ?? []))
            Body(depth + 2, "> ", statement ?? "…");
        if (ReviewWords.Difference(step) is { } difference)
            Prose(depth + 2, difference);
        if (step.Diff is { Added: 0, Removed: 0 } || (step.Diff is null && !step.FoundDone))
            Body(depth + 2, "| ", step.Text!);
        else if (step.Diff is { } diff)
            Diff(depth + 2, diff);
    }

    private static IEnumerable<string?> Ends(IReadOnlyList<PlanRunner.Steps.ListedStatement> statements)
    {
        var texts = statements.Select(statement => (string?)$"{statement.Key}: {statement.Text}").ToList();
        return texts.Count <= MostStatements ? texts : [texts[0], null, texts[^1]];
    }

    private void Diff(int depth, TextDiff diff)
    {
        foreach (var line in diff.Near(Context))
        {
            if (line is null)
            {
                Line(depth, "…", Ansi.Dim);
                continue;
            }

            var (mark, style) = line.Side switch
            {
                DiffSide.Before => ("- ", Ansi.Red),
                DiffSide.Now => ("+ ", Ansi.Green),
                _ => ("  ", Ansi.None),
            };
            if (colour && line.Pieces.Any(p => p.Changed))
            {
                var marked = string.Concat(line.Pieces.Select(p => p.Changed ? Ansi.Inverse + HiddenCharacters.Show(p.Text) + Ansi.Reset + style : HiddenCharacters.Show(p.Text)));
                text.Append(' ', depth * 2).Append(style).Append(mark).Append(marked).Append(Ansi.Reset).Append('\n');
                continue;
            }

            Body(depth, mark, line.Text, style);
            // Without colours the changed words are pointed at from below, where that fits.
            if (line.Pieces.Any(p => p.Changed) && (width is null || depth * 2 + mark.Length + line.Text.Length <= width))
                Line(depth, "  " + Carets(line));
        }
    }

    private static string Carets(DiffLine line) =>
        string.Concat(line.Pieces.Select(piece => string.Concat(HiddenCharacters.Show(piece.Text).Select(c => c == '\t' ? '\t' : piece.Changed ? '^' : ' ')))).TrimEnd();

    // Only what is used, so that whoever reads one for the first time needs nothing else.
    private void Legend()
    {
        var shown = review.All.Where(step => full || !step.IsQuiet).ToList();
        var marks = shown.Select(step => step.Mark).Concat(review.Removed.Select(_ => ChangeMark.Removed)).Distinct().Order();
        foreach (var mark in marks)
            Line(0, $"{ReviewWords.Mark(mark)} {ReviewWords.Meaning(mark)}", Ansi.Dim);
        foreach (var label in shown.Select(step => step.Label).Distinct(StringComparer.Ordinal).Where(ReviewWords.Labels.ContainsKey))
            Prose(0, $"{label}: {ReviewWords.Labels[label]}", Ansi.Dim);
        if (shown.Count > 0)
            text.Append('\n');
    }

    private void Body(int depth, string prefix, string lines, string style = "")
    {
        foreach (var line in HiddenCharacters.Show(lines).ReplaceLineEndings("\n").Split('\n'))
        {
            foreach (var part in Folded(line.TrimEnd(), depth * 2 + prefix.Length))
                Line(depth, prefix + part, style);
        }
    }

    // A line that goes on is indented: what is copied from a terminal that narrow needs mending anyway.
    private IEnumerable<string> Folded(string line, int indent)
    {
        var room = width is { } w ? Math.Max(20, w - indent) : int.MaxValue;
        while (line.Length > room)
        {
            var at = line.LastIndexOf(' ', room - 1, room / 2);
            at = at < 0 ? room : at;
            yield return line[..at];
            line = "    " + line[at..].TrimStart();
        }

        yield return line;
    }

    private void Prose(int depth, string sentences, string style = "")
    {
        foreach (var line in HiddenCharacters.Show(sentences).ReplaceLineEndings("\n").Split('\n'))
        {
            var rest = line.TrimEnd();
            var room = width is { } w ? Math.Max(20, w - depth * 2) : int.MaxValue;
            while (rest.Length > room && rest.LastIndexOf(' ', room, room - 4) is var at and > 0)
            {
                Line(depth, rest[..at].TrimEnd(), style);
                rest = "    " + rest[(at + 1)..];
            }

            Line(depth, rest, style);
        }
    }

    private void Line(int depth, string line, string style = "")
    {
        text.Append(' ', line.Length > 0 ? depth * 2 : 0);
        if (colour && style.Length > 0)
            text.Append(style).Append(line).Append(Ansi.Reset);
        else
            text.Append(line);
        text.Append('\n');
    }

    private static string Colour(ChangeMark mark) => mark switch
    {
        ChangeMark.Run => Ansi.Green,
        ChangeMark.Changed => Ansi.Yellow,
        ChangeMark.Attention or ChangeMark.Removed => Ansi.Red,
        ChangeMark.Person => Ansi.Cyan,
        _ => Ansi.Dim,
    };

    /// <summary>https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters</summary>
    private static class Ansi
    {
        public const string None = "";
        public const string Reset = "\e[0m";
        public const string Bold = "\e[1m";
        public const string Dim = "\e[2m";
        public const string Inverse = "\e[7m";
        public const string Red = "\e[31m";
        public const string Green = "\e[32m";
        public const string Yellow = "\e[33m";
        public const string Cyan = "\e[36m";
    }
}
