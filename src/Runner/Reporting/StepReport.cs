using System.Text;
using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Reporting;

/// <summary>The status of one step, its reason, and all that its program printed in its last attempt.</summary>
/// <param name="change">The step.</param>
/// <param name="running">A run is going on.</param>
/// <param name="outputFile">Where its output is kept; it need not be there.</param>
internal sealed class StepReport(StepChange change, bool running, string outputFile)
{
    /// <summary>Null where nothing was printed, or nothing is kept.</summary>
    public string? Output { get; } = Read(outputFile);

    public string Write()
    {
        var text = new StringBuilder($"{change.Path}  {change.Step.Title}\n");
        Line("status", change.Word(running));
        Line("started", Time(change.State?.StartedAt));
        Line("ended", Time(change.State?.EndedAt));
        Line("run", change.State?.Run);
        Line("because", change.State?.Because);
        Line("left", change.State?.Left);
        Line("now", change.Reason == change.State?.Because ? null : change.Reason);
        Line("captured", change.State is { Captured: { Count: > 0 } captured } ? CaptureWords.Of(captured) : null);
        foreach (var decision in change.State?.Decisions ?? [])
            Line("decided", $"{decision.What} by {decision.By}@{decision.Host}, {Time(decision.At)}: {decision.Reason}".TrimEnd(':', ' '));
        Line("resolved", change.Step.DoneWhen is null ? change.Step.Body?.Settles : "by done_when");
        if (Output is null)
            return text.ToString();
        Line("printed", outputFile);
        foreach (var line in Output.TrimEnd('\n').Split('\n'))
            text.Append($"  | {HiddenCharacters.Show(line)}".TrimEnd()).Append('\n');
        return text.ToString();

        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                text.Append($"  {name, -8} {HiddenCharacters.Show(value.ReplaceLineEndings(" "))}\n");
        }
    }

    private static string? Time(DateTimeOffset? at) => at is { } time ? $"{time:yyyy-MM-dd HH:mm:ss}Z" : null;

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
