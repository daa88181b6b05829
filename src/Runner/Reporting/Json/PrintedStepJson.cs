using System.Text.Json.Serialization;
using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>One of them.</summary>
internal sealed record PrintedStepJson(string Path, string Status, string Action)
{
    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public string? Because { get; init; }

    /// <summary>Of a step that failed: what it began and did not end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Left { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Printed { get; init; }

    public static PrintedStepJson Of(StepChange change, bool running, string file) =>
        new(change.Path.Value, change.Word(running), StepStatusJson.ActionOf(change))
        {
            Started = change.State?.StartedAt,
            Ended = change.State?.EndedAt,
            Because = change.State?.Because,
            Left = change.State?.Left,
            Printed = new StepReport(change, running, file).Output,
        };
}
