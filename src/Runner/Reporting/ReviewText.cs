using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review for a terminal or a log: in the order of the run, changes in full, the rest counted, one summary line at the end.</summary>
/// <param name="review">What to show.</param>
/// <param name="full">Unchanged steps too, and checks to their last line.</param>
/// <param name="colour">With ANSI colours.</param>
/// <param name="width">Longer lines are folded; null folds none.</param>
internal sealed class ReviewText(Review review, bool full, bool colour = false, int? width = null)
{
    private const int MostStatements = 3;
    private const int MostOfCheck = 6;

    private readonly TerminalText text = new(colour, width);

    public string Write()
    {
        text.Line(
            0,
            $"{(review.TakesBack ? "Undo of plan" : "Plan")} {review.Plan} in {review.Environment}{(review.Protected ? " (protected)" : "")}",
            Ansi.Bold
        );
        if (review.Description is { } description)
            text.Prose(1, description.Trim());
        foreach (var connection in review.Connections)
            text.Prose(1, $"{connection.Name}: {ReviewWords.Target(connection)}");
        text.Line(1, $"state: {ReviewWords.LastRun(review.LastRun)}");
        if (ReviewWords.Common(review) is { } common)
            text.Prose(1, common);
        text.Blank();
        Parts();
        Steps(review.Steps, 0);
        foreach (var removed in review.Removed)
            text.Prose(0, $"- {removed.Path}  {ReviewWords.Removed(removed)}", Ansi.Red);
        text.Blank();
        Legend();
        foreach (var note in ReviewWords.Notes(review))
            text.Prose(0, note);
        text.Whole(ReviewWords.Summary(review));
        return text.ToString();
    }

    private void Parts()
    {
        var parts = review.Parts;
        if (parts.Count == 0)
            return;
        text.Line(0, "In short, in this order", Ansi.Bold);
        for (var i = 0; i < parts.Count; i++)
        {
            text.Prose(1, $"{i + 1}. {ReviewWords.Part(parts[i])}");
            foreach (var moment in parts[i].Moments)
                text.Prose(3, ReviewWords.Moment(moment, parts[i]));
        }

        text.Blank();
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
                text.Line(depth, $"= {unchanged} unchanged", Ansi.Dim);
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
        text.Prose(depth, $"{ReviewWords.Mark(step.Mark)} {step.Path}{title}{About(step)}", Colour(step.Mark));
        if (step.Description is { } description && (step.IsGroup || step.Action is not StepAction.None))
            text.Prose(depth + 2, description.Trim());
        // The legend says what the mark means.
        if (step.Reason.Length > 0 && step.Reason != ReviewWords.Meaning(step.Mark))
            text.Prose(depth + 2, step.Reason);
        foreach (var fact in step.Facts)
            text.Prose(depth + 2, fact);
        if (step.IsGroup)
        {
            Steps(step.Steps, depth + 1);
            return;
        }

        if (step.Action is StepAction.Skip or StepAction.None)
            return;
        if (ReviewWords.FoundSentence(step) is { Length: > 0 } found)
            text.Prose(depth + 2, found);
        foreach (var line in ReviewWords.FoundLines(step)?.Split('\n') ?? [])
            text.Unfolded(depth + 2, line);
        foreach (var measured in EvidenceWords.Sentences(step))
            text.Prose(depth + 2, measured);
        foreach (var term in ReviewWords.Terms(step, review))
            text.Prose(depth + 2, term);
        Findings(depth + 2, step);
        foreach (var statement in Ends(step.Statements ?? []))
            text.Body(depth + 2, "> ", statement);
        if (ReviewWords.Difference(step) is { } difference)
            text.Prose(depth + 2, difference);
        if (step.Diff is { Added: 0, Removed: 0 } || (step.Diff is null && !step.FoundDone))
            text.Body(depth + 2, "| ", Told(step));
        else if (step.Diff is { } diff)
            text.Diff(depth + 2, diff);
    }

    private void Findings(int depth, ReviewStep step)
    {
        foreach (var found in step.Findings)
        {
            var style = found switch
            {
                { Blocks: true } => Ansi.Red,
                { Waived: null, Finding.Severity: FindingSeverity.Warn } => Ansi.Yellow,
                _ => Ansi.Dim,
            };
            text.Prose(
                depth,
                $"{FindingWords.Weight(found)} {found.Finding.Rule.Id}: {found.Finding.Message} ({FindingWords.Place(found)})",
                style
            );
            if (FindingWords.Rest(found) is { } rest)
                text.Prose(depth + 1, rest, Ansi.Dim);
        }
    }

    // A check changes nothing: what it asks stands in its first lines. Whole it is in every other output.
    private string Told(ReviewStep step)
    {
        var lines = step.Text!.ReplaceLineEndings("\n").Split('\n');
        if (full || !step.IsCheck || step.FailsNow || step.WarnsNow || lines.Length <= MostOfCheck + 1)
            return step.Text;
        return $"{string.Join('\n', lines.Take(MostOfCheck))}\n… {lines.Length - MostOfCheck} more lines: --full";
    }

    private IEnumerable<string> Ends(IReadOnlyList<ListedStatement> statements)
    {
        var texts = statements.Select(statement => $"{statement.Key}: {statement.Text}").ToList();
        return full || texts.Count <= MostStatements ? texts : [texts[0], $"… {texts.Count - 2} more statements: --full", texts[^1]];
    }

    // Only what is used, so that whoever reads one for the first time needs nothing else.
    private void Legend()
    {
        var shown = review.All.Where(step => full || !step.IsQuiet).ToList();
        var marks = shown.Select(step => step.Mark).Concat(review.Removed.Select(_ => ChangeMark.Removed)).Distinct().Order();
        foreach (var mark in marks)
            text.Line(0, $"{ReviewWords.Mark(mark)} {ReviewWords.Meaning(mark)}", Ansi.Dim);
        foreach (var label in shown.SelectMany(ReviewWords.LabelsOf).Distinct(StringComparer.Ordinal).Where(ReviewWords.Labels.ContainsKey))
            text.Prose(0, $"{label}: {ReviewWords.Labels[label]}", Ansi.Dim);
        if (shown.Count > 0)
            text.Blank();
    }

    private static string Colour(ChangeMark mark) =>
        mark switch
        {
            ChangeMark.Run => Ansi.Green,
            ChangeMark.Changed or ChangeMark.TakenBack => Ansi.Yellow,
            ChangeMark.Attention or ChangeMark.Removed or ChangeMark.Renamed => Ansi.Red,
            ChangeMark.Person => Ansi.Cyan,
            _ => Ansi.Dim,
        };
}
