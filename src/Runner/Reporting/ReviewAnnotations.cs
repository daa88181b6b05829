using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review as annotations of GitHub Actions, which stand at the plan's lines in a pull request.</summary>
public sealed class ReviewAnnotations(Review review)
{
    public string Write()
    {
        var text = new StringBuilder();
        // Only ten of each severity are shown for a step of a workflow: what needs a person goes first.
        foreach (var step in review.Leaves.Where(s => !s.IsQuiet && s.Action is not StepAction.Skip).OrderBy(Rank))
        {
            var title = $"{ReviewWords.Mark(step.Mark)} {step.Path} in {review.Environment}";
            var sentences = step.Facts.Prepend(step.Reason).Append(step.Found ?? "").Append(ReviewWords.Difference(step) ?? "").Append(ReviewWords.What(step));
            text.Append(WorkflowCommand.Annotation(Rank(step) == 0, step.Place, title, sentences));
        }

        return text.Append(ReviewWords.Summary(review.Counts, review.Fingerprint)).Append('\n').ToString();
    }

    private static int Rank(ReviewStep step) => step.Mark is ChangeMark.Attention or ChangeMark.Changed or ChangeMark.Person ? 0 : 1;
}
