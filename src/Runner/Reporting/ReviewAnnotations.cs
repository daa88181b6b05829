using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review as annotations of GitHub Actions, which stand at the plan's lines in a pull request.</summary>
internal sealed class ReviewAnnotations(Review review)
{
    public string Write()
    {
        var text = new StringBuilder();
        foreach (
            var found in review
                .Findings.Where(f => f.Waived is null && f.Finding.Severity != FindingSeverity.Note)
                .OrderByDescending(f => f.Finding.Severity)
        )
        {
            var level = found.Finding.Severity switch
            {
                FindingSeverity.Block => "error",
                FindingSeverity.Warn => "warning",
                _ => "notice",
            };
            text.Append(
                WorkflowCommand.Annotation(
                    level,
                    found.Finding.Place,
                    $"{found.Finding.Rule.Id} in {review.Environment}",
                    [found.Finding.Message, FindingWords.Rest(found) ?? ""]
                )
            );
        }

        // Only ten of each severity are shown for a step of a workflow: what merely runs is in the other outputs.
        foreach (
            var step in review.Leaves.Where(s =>
                s.FailsNow || s.WarnsNow || s.Mark is ChangeMark.Attention or ChangeMark.Changed or ChangeMark.Renamed
            )
        )
        {
            var title = $"{ReviewWords.Mark(step.Mark)} {step.Path} in {review.Environment}";
            var level = step switch
            {
                { Mark: ChangeMark.Renamed } => "error",
                { WarnsNow: true, Mark: not (ChangeMark.Attention or ChangeMark.Changed) } => "notice",
                _ => "warning",
            };
            var sentences = ReviewWords.Sentences(step).Append(ReviewWords.FoundLines(step) ?? "").Append(ReviewWords.What(step));
            text.Append(WorkflowCommand.Annotation(level, step.Place, title, sentences));
        }

        foreach (var note in ReviewWords.Notes(review))
            text.Append(WorkflowCommand.Harmless(note)).Append('\n');
        return text.Append(ReviewWords.Summary(review)).Append('\n').ToString();
    }
}
