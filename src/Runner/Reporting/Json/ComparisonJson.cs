using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A comparison for programs. Its schema is schemas/compare.schema.json; it holds no secret.</summary>
internal sealed record ComparisonJson
{
    /// <summary>Grows only with a change that a reader of the one before would misread.</summary>
    public int Format { get; } = 1;

    public required string Plan { get; init; }

    public required string File { get; init; }

    public required string Summary { get; init; }

    public required bool Differs { get; init; }

    /// <summary>By mark.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    public required ComparedEnvironmentJson First { get; init; }

    public required ComparedEnvironmentJson Second { get; init; }

    public required IReadOnlyList<ComparedValueJson> Facts { get; init; }

    public required IReadOnlyList<ComparedValueJson> Variables { get; init; }

    public required IReadOnlyList<ComparedValueJson> Settings { get; init; }

    public required IReadOnlyList<string> Secrets { get; init; }

    public required IReadOnlyList<ComparedItemsJson> Items { get; init; }

    public required IReadOnlyList<ComparedStepJson> Steps { get; init; }

    public static string Of(Comparison comparison) =>
        ResultJson.Of(
            new ComparisonJson
            {
                Plan = comparison.Plan,
                File = comparison.Place.Source.Path,
                Summary = new ComparisonWords(comparison).Summary,
                Differs = comparison.Differs,
                Counts = Enum.GetValues<ComparisonMark>().ToDictionary(ResultJson.Name, comparison.Count, StringComparer.Ordinal),
                First = ComparedEnvironmentJson.Of(comparison.First),
                Second = ComparedEnvironmentJson.Of(comparison.Second),
                // What a fact reaches is not known.
                Facts = [.. comparison.Facts.Select(fact => new ComparedValueJson(fact.Name, fact.First, fact.Second, null))],
                Variables = [.. comparison.Variables.Select(ComparedValueJson.Of)],
                Settings = [.. comparison.Settings.Select(ComparedValueJson.Of)],
                Secrets = comparison.Secrets,
                Items = [.. comparison.Items.Select(ComparedItemsJson.Of)],
                Steps = [.. comparison.Steps.Select(ComparedStepJson.Of)],
            }
        );
}
