using System.Text;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A comparison as annotations of GitHub Actions, which stand at the plan's lines in a pull request.</summary>
internal sealed class ComparisonAnnotations(Comparison comparison)
{
    public string Write()
    {
        var words = new ComparisonWords(comparison);
        var text = new StringBuilder();
        // Only ten of each severity are shown for a step of a workflow: what ran goes first, then what differs.
        text.Append(WorkflowCommand.Annotation(IsWarning(comparison) ? "warning" : "notice", comparison.Place, words.Title, words.Ran()));
        foreach (var step in comparison.Steps.Where(step => !step.IsQuiet).OrderBy(step => step.Mark))
        {
            var title = $"{ComparisonWords.Mark(step.Mark)} {step.Path}: {words.Meaning(step.Mark)}";
            text.Append(
                WorkflowCommand.Annotation(
                    step.Mark == ComparisonMark.Differs ? "warning" : "notice",
                    step.Place,
                    title,
                    words.About(step).Concat(step.Texts.SelectMany(Lines)).Append(ComparisonWords.What(step))
                )
            );
        }

        return text.Append(WorkflowCommand.Harmless(words.Summary)).Append('\n').ToString();
    }

    private static bool IsWarning(Comparison comparison) =>
        new[] { comparison.First, comparison.Second }.Any(side =>
            side.Behind.Count > 0 || side.Troubles.Count > 0 || side.Removed.Count > 0
        );

    private static IEnumerable<string> Lines(ComparedText text) =>
        text
            .Diff.Lines.Where(line => line.Side != DiffSide.Both)
            .Select(line => $"{(line.Side == DiffSide.Before ? "-" : "+")} {line.Text}");
}
