using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Reads the one condition of an <c>assert</c> or a <c>wait</c>.</summary>
internal static class ConditionBinder
{
    /// <summary>The key, its template where it takes a value, and its place. Null with a diagnostic unless there is exactly one.</summary>
    public static BoundCondition? Bind(MappingNode node, StepBinder binder)
    {
        var given = Condition.Keys.Select(node.Entry).OfType<MappingEntry>().OrderBy(e => e.Key.Place).ToList();
        if (given.Count != 1)
        {
            if (given.Count == 0)
                binder.Diagnostics.Error("PR3311", "no condition is given", node.Place, $"add one of {string.Join(", ", Condition.Keys)}");
            else
                binder.Diagnostics.Error(
                    "PR3312",
                    $"\"{given[0].Key.Value}\" and \"{given[1].Key.Value}\" are two conditions",
                    given[1].Key.Place,
                    "keep one, or make a step of each"
                );
            return null;
        }

        var key = given[0].Key.Value;
        if (key is "empty" or "not_empty" or "is_true")
        {
            if (given[0].Value is ScalarNode { Value: "true" or "True" or "TRUE" })
                return new BoundCondition(key, null, given[0].Value.Place);
            binder.Diagnostics.Error(
                "PR3313",
                $"\"{key}\" can only be true",
                given[0].Value.Place,
                key == "empty" ? "write not_empty: true for the opposite" : "write the opposite in the SQL"
            );
            return null;
        }

        return binder.Template(node, key) is { } template ? new BoundCondition(key, template, given[0].Value.Place) : null;
    }
}

/// <summary>A condition as the plan says it.</summary>
internal sealed record BoundCondition(string Key, PlanTemplate? Expected, Place Place);
