using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>Single steps, with what their programs printed.</summary>
internal sealed record PrintedJson
{
    public int Format { get; } = 1;

    public required string Plan { get; init; }

    public required string Environment { get; init; }

    public required IReadOnlyList<PrintedStepJson> Steps { get; init; }

    /// <param name="changes">The change set that they are of.</param>
    /// <param name="steps">Each with the file that its output is kept in.</param>
    /// <param name="running">A run is going on.</param>
    public static string Of(ChangeSet changes, IReadOnlyList<(StepChange Change, string File)> steps, bool running) =>
        ResultJson.Of(
            new PrintedJson
            {
                Plan = changes.Plan.Plan.Name,
                Environment = changes.Plan.Environment.Name,
                Steps = [.. steps.Select(step => PrintedStepJson.Of(step.Change, running, step.File))],
            }
        );
}
