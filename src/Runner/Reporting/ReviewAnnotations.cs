using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Findings;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review as annotations of GitHub Actions, which stand at the plan's lines in a pull request.</summary>
public sealed class ReviewAnnotations(Review review)
{
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var found in review.Findings.Where(f => f.Waived is null).OrderByDescending(f => f.Finding.Severity))
        {
            var level = found.Finding.Severity switch { FindingSeverity.Block => "error", FindingSeverity.Warn => "warning", _ => "notice" };
            text.Append(WorkflowCommand.Annotation(level, found.Finding.Place, $"{found.Finding.Rule.Id} in {review.Environment}", [found.Finding.Message, FindingWords.Rest(found) ?? ""]));
        }

        // Only ten of each severity are shown for a step of a workflow: what needs a person goes first.
        foreach (var step in review.Leaves.Where(s => !s.IsQuiet && s.Action is not StepAction.Skip).OrderBy(Rank))
        {
            var title = $"{ReviewWords.Mark(step.Mark)} {step.Path} in {review.Environment}";
            text.Append(WorkflowCommand.Annotation(Rank(step) == 0 ? "warning" : "notice", step.Place, title, ReviewWords.Sentences(step).Append(ReviewWords.What(step))));
        }

        if (FindingWords.Summary(review) is { } counted)
            text.Append(counted).Append('\n');
        return text.Append(ReviewWords.Summary(review.Counts, review.Fingerprint)).Append('\n').ToString();
    }

    private static int Rank(ReviewStep step) => step.Mark is ChangeMark.Attention or ChangeMark.Changed or ChangeMark.Person ? 0 : 1;
}
