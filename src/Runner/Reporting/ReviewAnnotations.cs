using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Findings;
using PlanRunner.Steps.Source;

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
        foreach (var found in review.Findings.Where(f => f.Waived is null).OrderByDescending(f => f.Finding.Severity))
        {
            var level = found.Finding.Severity switch { FindingSeverity.Block => "error", FindingSeverity.Warn => "warning", _ => "notice" };
            var message = string.Join('\n', new[] { found.Finding.Message, FindingWords.Rest(found) ?? "" }.Where(s => s.Length > 0));
            Annotate(text, level, found.Finding.Place, $"{found.Finding.Rule.Id} in {review.Environment}", message);
        }

        // Only ten of each severity are shown for a step of a workflow: what needs a person goes first.
        foreach (var step in review.Leaves.Where(s => !s.IsQuiet && s.Action is not StepAction.Skip).OrderBy(Rank))
        {
            var title = $"{ReviewWords.Mark(step.Mark)} {step.Path} in {review.Environment}";
            var sentences = step.Facts.Prepend(step.Reason).Append(step.Found ?? "").Append(ReviewWords.Difference(step) ?? "").Concat(EvidenceWords.Sentences(step)).Append(ReviewWords.What(step)).Where(s => s.Length > 0);
            Annotate(text, Rank(step) == 0 ? "warning" : "notice", step.Place, title, string.Join('\n', sentences));
        }

        if (FindingWords.Summary(review) is { } counted)
            text.Append(counted).Append('\n');
        return text.Append(ReviewWords.Summary(review.Counts, review.Fingerprint)).Append('\n').ToString();
    }

    private static void Annotate(StringBuilder text, string level, Place place, string title, string message) =>
        text.Append($"::{level} file={Property(place.Source.Path)},line={place.Line},col={place.Column},title={Property(title)}::{Message(message)}\n");

    private static int Rank(ReviewStep step) => step.Mark is ChangeMark.Attention or ChangeMark.Changed or ChangeMark.Person ? 0 : 1;

    private static string Message(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
