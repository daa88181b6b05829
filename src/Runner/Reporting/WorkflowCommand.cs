using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// An annotation of GitHub Actions, which stands at a line in a pull request.
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
/// </summary>
internal static class WorkflowCommand
{
    /// <param name="level">notice, warning or error.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="title">Its first line.</param>
    /// <param name="sentences">The others; empty ones are left out.</param>
    public static string Annotation(string level, Place place, string title, IEnumerable<string> sentences) =>
        $"::{level} file={Property(place.Source.Path)},line={place.Line},col={place.Column},title={Property(title)}::{Message(string.Join('\n', sentences.Where(s => s.Length > 0)))}\n";

    private static string Message(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
