using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>Finds the values that earlier steps captured, in the state.</summary>
internal static class CaptureResolver
{
    /// <summary>The values by parameter name. The binder has proved that every step above captures what is asked of it.</summary>
    /// <param name="asking">The step that needs them: from inside a foreach it gets the values of its own instance.</param>
    public static IReadOnlyDictionary<string, CapturedValue> Resolve(
        IReadOnlyDictionary<string, CaptureReference> references,
        StepPath asking,
        StateSnapshot state
    )
    {
        var values = new Dictionary<string, CapturedValue>(StringComparer.Ordinal);
        foreach (var (name, reference) in references)
        {
            if (Find(reference, asking, state) is { } value)
                values[name] = value;
        }

        return values;
    }

    /// <summary>The references that have no value yet, as when their step was skipped.</summary>
    public static IEnumerable<CaptureReference> Missing(RenderedStep step, StateSnapshot state) =>
        References(step).Where(reference => Find(reference, step.Path, state) is null);

    /// <summary>Whether a step takes what another one captured.</summary>
    public static bool Takes(RenderedStep step, StepPath captured) =>
        References(step).Any(reference => reference.Resolved is { } path && path.InInstancesOf(step.Path) == captured);

    private static IEnumerable<CaptureReference> References(RenderedStep step) =>
        (step.Body?.Body.Parameters.Values ?? []).Concat(step.DoneWhen?.Parameters.Values ?? []);

    private static CapturedValue? Find(CaptureReference reference, StepPath asking, StateSnapshot state) =>
        reference.Resolved is { } path
        && state.Find(path.InInstancesOf(asking)) is { Status: StepStatus.Done or StepStatus.Unverified } found
            ? found.Captured.GetValueOrDefault(reference.Column)
            : null;
}
