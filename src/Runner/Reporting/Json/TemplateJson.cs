using System.Text.Json.Serialization;
using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A template that was tried: its text, or what is wrong with it.</summary>
internal sealed record TemplateJson
{
    public int Format { get; } = 1;

    public required string Template { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Text { get; init; }

    public required IReadOnlyList<DiagnosticJson> Diagnostics { get; init; }

    public static string Of(string template, string? text, IEnumerable<Diagnostic> diagnostics) =>
        ResultJson.Of(
            new TemplateJson
            {
                Template = template,
                Text = text,
                Diagnostics = [.. diagnostics.Select(DiagnosticJson.Of)],
            }
        );
}
