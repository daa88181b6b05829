using System.Text.Json.Serialization;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A value in each environment.</summary>
internal sealed record ComparedValueJson(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? First,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Second,
    IReadOnlyList<string>? Steps
)
{
    public static ComparedValueJson Of(ComparedValue value) => new(value.Name, value.First, value.Second, value.Steps);
}
