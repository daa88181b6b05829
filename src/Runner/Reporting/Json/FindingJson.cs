using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>Something that was found on a statement.</summary>
internal sealed record FindingJson(string Id, string Severity, string Message, string? Safer)
{
    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>Why the plan takes it on.</summary>
    public string? Waived { get; init; }

    public static FindingJson Of(StepFinding found) =>
        new(found.Finding.Rule.Id, ResultJson.Name(found.Finding.Severity), found.Finding.Message, found.Finding.Safer)
        {
            File = found.Finding.Place.Source.Path,
            Line = found.Finding.Place.Line,
            Column = found.Finding.Place.Column,
            Waived = ResultJson.Text(found.Waived?.Reason),
        };
}
