using PlanRunner.Runner.Rendering;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Reporting;

/// <summary>Rendered text of steps, secrets by name, for programs.</summary>
internal static class RenderedJson
{
    public static string Of(RenderedPlan plan, IReadOnlyList<RenderedStep> leaves) =>
        JsonText.Of(
            1,
            json =>
            {
                json.WriteString("plan", plan.Plan.Name);
                json.WriteString("environment", plan.Environment.Name);
                json.WriteStartArray("steps");
                foreach (var leaf in leaves)
                {
                    json.WriteStartObject();
                    json.WriteString("path", leaf.Path.Value);
                    json.WriteString("kind", leaf.Body!.Kind.Key);
                    json.WriteStartArray("connections");
                    foreach (var connection in leaf.Body.Connections)
                        json.WriteStringValue(connection);
                    json.WriteEndArray();
                    json.WriteBoolean("skipped", !leaf.Included);
                    json.WriteString("text", leaf.Body.Redacted);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );
}
