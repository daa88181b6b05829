using System.Text.Json.Serialization;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A plan's state in an environment, for programs.</summary>
internal sealed record StatusJson
{
    public int Format { get; } = 1;

    public required string Plan { get; init; }

    public required string Environment { get; init; }

    /// <summary>Who runs it now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Running { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>What the last run was given.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    public required IReadOnlyList<OpenGroupJson> Open { get; init; }

    public required IReadOnlyList<StepStatusJson> Steps { get; init; }

    public static string Of(ChangeSet changes, LockHolder? holder) =>
        ResultJson.Of(
            new StatusJson
            {
                Plan = changes.Plan.Plan.Name,
                Environment = changes.Plan.Environment.Name,
                Running = holder?.ToString(),
                Fingerprint = changes.Fingerprint,
                Variables = changes.State.Runs.LastOrDefault()?.Variables,
                Open = [.. changes.All.Where(change => change.Open is not null).Select(OpenGroupJson.Of)],
                Steps = [.. changes.Leaves.Select(change => StepStatusJson.Of(change, holder is not null, changes.State))],
            }
        );
}
