using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A step or group in two environments. A group has no kind, and nothing from there to its text.</summary>
internal sealed record ComparedStepJson
{
    public required string Path { get; init; }

    public required string Title { get; init; }

    public required string Mark { get; init; }

    public string? Reason { get; init; }

    public required PlaceJson Place { get; init; }

    public required IReadOnlyList<string> Uses { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<string>? Connections { get; init; }

    public string? First { get; init; }

    public string? Second { get; init; }

    public string? Text { get; init; }

    public required IReadOnlyList<ComparedTextJson> Texts { get; init; }

    public static ComparedStepJson Of(ComparedStep step)
    {
        var json = new ComparedStepJson
        {
            Path = step.Path.Value,
            Title = step.Title,
            Mark = ComparisonWords.Name(step.Mark),
            Reason = ResultJson.Text(step.Reason),
            Place = PlaceJson.Of(step.Place),
            Uses = step.Because,
            Texts = [.. step.Texts.Select(text => new ComparedTextJson(text.Name, text.First, text.Second, DiffJson.Of(text.Diff)))],
        };
        return step.Kind is null
            ? json
            : json with
            {
                Kind = step.Kind,
                Connections = step.Connections,
                First = ResultJson.Text(step.First),
                Second = ResultJson.Text(step.Second),
                Text = step.Text,
            };
    }
}

/// <summary>One of its texts that differ.</summary>
internal sealed record ComparedTextJson(string Name, string First, string Second, DiffJson Diff);
