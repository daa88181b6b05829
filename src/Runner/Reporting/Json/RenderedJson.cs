using PlanRunner.Runner.Rendering;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>Rendered text of steps, secrets by name, for programs.</summary>
internal sealed record RenderedJson
{
    public int Format { get; } = 1;

    public required string Plan { get; init; }

    public required string Environment { get; init; }

    public required IReadOnlyList<RenderedStepJson> Steps { get; init; }

    public static string Of(RenderedPlan plan, IReadOnlyList<RenderedStep> leaves) =>
        ResultJson.Of(
            new RenderedJson
            {
                Plan = plan.Plan.Name,
                Environment = plan.Environment.Name,
                Steps = [.. leaves.Select(RenderedStepJson.Of)],
            }
        );
}

/// <summary>One of them.</summary>
internal sealed record RenderedStepJson(string Path, string Kind, IReadOnlyList<string> Connections, bool Skipped, string Text)
{
    public static RenderedStepJson Of(RenderedStep leaf) =>
        new(leaf.Path.Value, leaf.Body!.Kind.Key, leaf.Body.Connections, !leaf.Included, leaf.Body.Redacted);
}
