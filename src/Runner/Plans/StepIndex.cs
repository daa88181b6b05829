using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Plans;

/// <summary>Every step of a plan by its path, with its turn in the plan's order.</summary>
internal sealed class StepIndex
{
    private readonly Dictionary<string, (Step Step, int Turn)> byPath = new(StringComparer.Ordinal);

    public StepIndex(IReadOnlyList<Step> steps) => Add(steps);

    public IEnumerable<Step> Steps => byPath.Values.Select(entry => entry.Step);

    public Step? Find(StepPath path) => byPath.TryGetValue(path.Value, out var entry) ? entry.Step : null;

    public int Turn(Step step) => byPath.TryGetValue(step.Path.Value, out var entry) ? entry.Turn : int.MaxValue;

    /// <summary>The step and the groups it is in, itself first.</summary>
    public IEnumerable<Step> WithGroups(Step step)
    {
        for (var path = step.Path; !path.IsRoot; path = path.Parent)
        {
            if (Find(path) is { } found)
                yield return found;
        }
    }

    private void Add(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            byPath.TryAdd(step.Path.Value, (step, byPath.Count));
            Add(step.Steps);
        }
    }
}
