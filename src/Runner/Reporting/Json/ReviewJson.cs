using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A review for programs, and what <c>--out</c> saves. Its schema is schemas/dry-run.schema.json; it holds no secret.</summary>
internal sealed record ReviewJson
{
    /// <summary>Grows only with a change that a reader of the one before would misread.</summary>
    public int Format { get; } = 1;

    public required string Plan { get; init; }

    public required string Environment { get; init; }

    public bool? TakesBack { get; init; }

    public required bool Protected { get; init; }

    public required bool Offline { get; init; }

    public required string File { get; init; }

    public required string Fingerprint { get; init; }

    public required string Summary { get; init; }

    public required CountsJson Counts { get; init; }

    public RunJson? LastRun { get; init; }

    public required IReadOnlyList<ReviewConnection> Connections { get; init; }

    public required IReadOnlyList<StepJson> Steps { get; init; }

    public required IReadOnlyList<ReviewRemoved> Removed { get; init; }

    public static string Of(Review review) =>
        ResultJson.Of(
            new ReviewJson
            {
                Plan = review.Plan,
                Environment = review.Environment,
                TakesBack = review.TakesBack ? true : null,
                Protected = review.Protected,
                Offline = review.Offline,
                File = review.File,
                Fingerprint = review.Fingerprint,
                Summary = ReviewWords.Summary(review),
                Counts = CountsJson.Of(review.Counts),
                LastRun = RunJson.Of(review.LastRun),
                Connections = review.Connections,
                Steps = [.. review.Steps.Select(StepJson.Of)],
                Removed = review.Removed,
            }
        );
}
