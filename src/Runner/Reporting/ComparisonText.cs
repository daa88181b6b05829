using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A comparison for a terminal or a log: what ran where, what the environments say, then the steps that differ.</summary>
/// <param name="comparison">What to show.</param>
/// <param name="colour">With ANSI colours.</param>
/// <param name="width">Longer lines are folded; null folds none.</param>
internal sealed class ComparisonText(Comparison comparison, bool colour = false, int? width = null)
{
    private readonly TerminalText text = new(colour, width);
    private readonly ComparisonWords words = new(comparison);

    public string Write()
    {
        text.Line(0, $"Plan {words.Title}", Ansi.Bold);
        foreach (var environment in new[] { comparison.First, comparison.Second })
            text.Prose(1, $"{environment.Name}: {ComparisonWords.State(environment)}");
        foreach (var (title, lines) in words.Sections())
            Section(title, lines);
        text.Blank();
        foreach (var step in comparison.Steps.Where(step => !step.IsQuiet))
            Step(step);
        Legend();
        text.Whole(words.Summary);
        return text.ToString();
    }

    private void Section(string title, IReadOnlyList<(string Line, string? More)> lines)
    {
        text.Blank();
        text.Line(0, title, Ansi.Bold);
        foreach (var (line, more) in lines)
        {
            text.Body(1, "", line);
            if (more is not null)
                text.Body(2, "", more);
        }
    }

    private void Step(ComparedStep step)
    {
        var title = step.Title == step.Id ? "" : "  " + step.Title;
        text.Prose(0, $"{ComparisonWords.Mark(step.Mark)} {step.Path}{title}  [{ComparisonWords.What(step)}]", Colour(step.Mark));
        foreach (var sentence in words.About(step))
            text.Prose(2, sentence);
        foreach (var part in step.Texts)
        {
            if (part.Name != ComparedText.Body)
                text.Line(2, $"{part.Name}:");
            text.Diff(2, part.Diff);
        }

        if (step.Texts.Count == 0 && step.Text is { } body)
            text.Body(2, "| ", body);
    }

    private void Legend()
    {
        var marks = comparison.Steps.Where(step => !step.IsQuiet).Select(step => step.Mark).Distinct().Order().ToList();
        if (marks.Count == 0)
            return;
        text.Blank();
        foreach (var mark in marks)
            text.Line(0, $"{ComparisonWords.Mark(mark)} {words.Meaning(mark)}", Ansi.Dim);
        text.Blank();
    }

    private static string Colour(ComparisonMark mark) =>
        mark switch
        {
            ComparisonMark.OnlySecond => Ansi.Green,
            ComparisonMark.OnlyFirst => Ansi.Red,
            ComparisonMark.Differs => Ansi.Yellow,
            _ => Ansi.Dim,
        };
}
