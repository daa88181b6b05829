using System.Text.Json.Serialization;
using PlanRunner.Runner.Changes;
using PlanRunner.Steps.Model;

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

    /// <summary>By name; null where nothing was captured.</summary>
    public IReadOnlyDictionary<string, CapturedValue>? Captured { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Printed { get; init; }

    public static PrintedStepJson Of(StepChange change, bool running, string file) =>
        new(change.Path.Value, change.Word(running), StepStatusJson.ActionOf(change))
        {
            Started = change.State?.StartedAt,
            Ended = change.State?.EndedAt,
            Because = change.State?.Because,
            Left = change.State?.Left,
            Captured = change.State?.Captured is { Count: > 0 } captured ? captured : null,
            Printed = new StepReport(change, running, file).Output,
        };
}
