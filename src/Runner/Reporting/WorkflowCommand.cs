using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// An annotation of GitHub Actions, which is shown at a line in a pull request.
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
/// </summary>
internal static class WorkflowCommand
{
    /// <param name="level">notice, warning or error.</param>
    /// <param name="place">Where it is shown.</param>
    /// <param name="title">Its first line.</param>
    /// <param name="sentences">The others; empty ones are left out.</param>
    public static string Annotation(string level, Place place, string title, IEnumerable<string> sentences) =>
        $"::{level} file={Property(place.Source.Path)},line={place.Line},col={place.Column},title={Property(title)}"
        + $"::{Message(string.Join('\n', sentences.Where(s => s.Length > 0)))}\n";

    /// <summary>
    /// A text that goes into the log of a workflow and is no command there, whoever wrote it: a line that begins like one, behind any
    /// white space, begins with a backslash instead. The older form is one anywhere in a line.
    /// </summary>
    public static string Harmless(string text)
    {
        if (!text.Contains("::", StringComparison.Ordinal) && !text.Contains("##[", StringComparison.Ordinal))
            return text;
        return string.Join(
            '\n',
            text.Replace("##[", "##\\[", StringComparison.Ordinal)
                .Split('\n')
                .Select(line =>
                    line.TrimStart() is var rest && rest.StartsWith("::", StringComparison.Ordinal)
                        ? $"{line[..^rest.Length]}\\{rest}"
                        : line
                )
        );
    }

    private static string Message(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
