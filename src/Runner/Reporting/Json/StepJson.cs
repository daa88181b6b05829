using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Results;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A step or group of a review. Of a group everything from its kind on is left out, of a step what it would hold.</summary>
internal sealed record StepJson
{
    public required string Path { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public required string Mark { get; init; }

    public required string Action { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<string>? RanUnder { get; init; }

    public required IReadOnlyList<string> Facts { get; init; }

    public required PlaceJson Place { get; init; }

    public required IReadOnlyList<NamedText> Terms { get; init; }

    public required string TermsFingerprint { get; init; }

    public IReadOnlyList<StepJson>? Steps { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<string>? Connections { get; init; }

    public string? Label { get; init; }

    public string? Found { get; init; }

    public FoundRows? FoundRows { get; init; }

    public bool? FoundDone { get; init; }

    public string? Fingerprint { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<FindingJson>? Findings { get; init; }

    public EvidenceJson? Evidence { get; init; }

    public string? Before { get; init; }

    public DiffJson? Diff { get; init; }

    public IReadOnlyList<ListedJson>? Statements { get; init; }

    public static StepJson Of(ReviewStep step)
    {
        var json = new StepJson
        {
            Path = step.Path.Value,
            Title = step.Title,
            Description = ResultJson.Text(step.Description),
            Mark = ReviewWords.Name(step.Mark),
            Action = ResultJson.Name(step.Action),
            Reason = ResultJson.Text(step.Reason),
            RanUnder = step.RanUnder.Count > 0 ? step.RanUnder : null,
            Facts = step.Facts,
            Place = PlaceJson.Of(step.Place),
            Terms = [.. step.Terms.Select(term => new NamedText(term.Name, term.Text))],
            TermsFingerprint = step.TermsFingerprint,
        };
        return step.IsGroup ? json with { Steps = [.. step.Steps.Select(Of)] } : Leaf(json, step);
    }

    private static StepJson Leaf(StepJson json, ReviewStep step) =>
        json with
        {
            Kind = step.Kind,
            Connections = step.Connections,
            Label = step.Label,
            Found = ResultJson.Text(step.Found),
            FoundRows = step.FoundRows,
            FoundDone = step.FoundDone ? true : null,
            Fingerprint = step.Fingerprint,
            Text = step.Text,
            Findings = step.Findings.Count > 0 ? [.. step.Findings.Select(FindingJson.Of)] : null,
            Evidence = EvidenceJson.Of(step.Evidence),
            Before = step.Diff is null ? null : step.Before,
            Diff = DiffJson.Of(step.Diff),
            Statements = step.Statements is { } listed ? [.. listed.Select(ListedJson.Of)] : null,
        };
}
