using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// A review as workflow commands of GitHub Actions, which stand at the plan's lines in a pull request.
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
/// </summary>
public sealed class ReviewAnnotations(Review review)
{
    public string Write()
    {
        var text = new StringBuilder();
        // Only ten of each severity are shown for a step of a workflow: what needs a person goes first.
        foreach (var step in review.Leaves.Where(s => !s.IsQuiet && s.Action is not StepAction.Skip).OrderBy(Rank))
        {
            var title = $"{ReviewWords.Mark(step.Mark)} {step.Path} in {review.Environment}";
            var sentences = step.Facts.Prepend(step.Reason).Append(step.Found ?? "").Append(ReviewWords.Difference(step) ?? "").Append(ReviewWords.What(step)).Where(s => s.Length > 0);
            text.Append($"::{(Rank(step) == 0 ? "warning" : "notice")} file={Property(step.Place.Source.Path)},line={step.Place.Line},col={step.Place.Column},title={Property(title)}::{Message(string.Join('\n', sentences))}\n");
        }

        return text.Append(ReviewWords.Summary(review.Counts, review.Fingerprint)).Append('\n').ToString();
    }

    private static int Rank(ReviewStep step) => step.Mark is ChangeMark.Attention or ChangeMark.Changed or ChangeMark.Person ? 0 : 1;

    private static string Message(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
