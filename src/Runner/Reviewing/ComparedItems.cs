using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>A foreach whose items are not the same, or not in the same order.</summary>
internal sealed record ComparedItems(
    StepPath Path,
    Place Place,
    IReadOnlyList<string> OnlyFirst,
    IReadOnlyList<string> OnlySecond,
    bool OtherOrder
)
{
    /// <summary>The names that its list is made from.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
