using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>The status of a step, and who ran it and decided on it.</summary>
internal sealed record StepStatusJson(string Path, string Status, string Action)
{
    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public string? Because { get; init; }

    public string? Run { get; init; }

    public string? By { get; init; }

    public string? Host { get; init; }

    public IReadOnlyList<StepDecision>? Decisions { get; init; }

    public static StepStatusJson Of(StepChange change, bool running, StateSnapshot state)
    {
        var found = change.State;
        var run = found?.Run is { } id ? state.Runs.FindLast(run => run.Run == id) : null;
        return new StepStatusJson(change.Path.Value, change.Word(running), ActionOf(change))
        {
            Started = found?.StartedAt,
            Ended = found?.EndedAt,
            Because = found?.Because,
            Run = found?.Run,
            By = run?.By,
            Host = run?.Host,
            Decisions = found is { Decisions: { Count: > 0 } decisions } ? decisions : null,
        };
    }

    internal static string ActionOf(StepChange change) => change.Action.ToString().ToLowerInvariant();
}
