using PlanRunner.Runner.Rendering;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>The same step, or instance of one, in two environments; null where a foreach has no such item.</summary>
internal sealed record StepPair(RenderedStep? First, RenderedStep? Second, StepPair? Group)
{
    /// <summary>Its position among its instances in the second environment.</summary>
    public int SecondIndex { get; private init; }

    public RenderedStep Any => (First ?? Second)!;

    public StepPath Path => Any.Path;

    public bool InFirst => First is { Included: true };

    public bool InSecond => Second is { Included: true };

    public bool InBoth => InFirst && InSecond;

    /// <summary>All names that its rendering read, in either environment.</summary>
    public IEnumerable<string> Names =>
        (First?.Names ?? new HashSet<string>()).Union(Second?.Names ?? new HashSet<string>(), StringComparer.Ordinal);

    /// <summary>
    /// Groups and steps of either, in the plan's order, each group before what is in it; items that only the second has come last.
    /// </summary>
    public static IEnumerable<StepPair> Of(RenderedPlan first, RenderedPlan second) =>
        Of(first.Plan.Steps, first.Steps, second.Steps, null);

    private static IEnumerable<StepPair> Of(
        IReadOnlyList<Step> steps,
        IReadOnlyList<RenderedStep> first,
        IReadOnlyList<RenderedStep> second,
        StepPair? group
    )
    {
        var (left, right) = (
            first.ToLookup(s => s.Step.Id, StringComparer.Ordinal),
            second.ToLookup(s => s.Step.Id, StringComparer.Ordinal)
        );
        foreach (var step in steps)
        {
            var others = right[step.Id].Index().ToDictionary(s => s.Item.Path);
            var pairs = left[step.Id]
                .Select(s =>
                    others.Remove(s.Path, out var other)
                        ? new StepPair(s, other.Item, group) { SecondIndex = other.Index }
                        : new StepPair(s, null, group)
                )
                .ToList();
            pairs.AddRange(
                others
                    .Values.OrderBy(other => other.Index)
                    .Select(other => new StepPair(null, other.Item, group) { SecondIndex = other.Index })
            );
            foreach (var pair in pairs)
            {
                yield return pair;
                foreach (var inside in Of(step.Steps, pair.First?.Steps ?? [], pair.Second?.Steps ?? [], pair))
                    yield return inside;
            }
        }
    }
}
