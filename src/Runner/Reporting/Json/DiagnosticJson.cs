using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Json;

internal sealed record DiagnosticJson(string Severity, string Id, string Message)
{
    public string? File { get; init; }

    public int? Line { get; init; }

    public int? Column { get; init; }

    public int? Length { get; init; }

    public string? Detail { get; init; }

    public string? Help { get; init; }

    public static DiagnosticJson Of(Diagnostic diagnostic) =>
        new(ResultJson.Name(diagnostic.Severity), diagnostic.Id, diagnostic.Message)
        {
            File = diagnostic.Place?.Source.Path,
            Line = diagnostic.Place?.Line,
            Column = diagnostic.Place?.Column,
            Length = diagnostic.Place?.Length,
            Detail = diagnostic.Detail,
            Help = diagnostic.Help,
        };
}
