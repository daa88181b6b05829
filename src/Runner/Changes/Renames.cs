using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>What the plan's <c>renamed_from</c> moves in a state. Pure: whoever reads the state applies it, whoever writes next journals it.</summary>
internal static class Renames
{
    /// <summary>Null where there is nothing that the state does not know.</summary>
    /// <param name="plan">The plan as it is now.</param>
    /// <param name="state">What ran.</param>
    /// <param name="by">Who reads it.</param>
    /// <param name="marked">Steps that have a marker in a database.</param>
    public static StepsMoved? Of(RenderedPlan plan, StateSnapshot state, Operator by, IReadOnlySet<string>? marked = null)
    {
        var steps = All(plan.Steps).ToDictionary(s => s.Path.Value, StringComparer.Ordinal);
        var wanted = Former(plan.Steps, []).Where(move => !state.IsSettled(move)).ToList();
        if (wanted.Count == 0)
            return null;
        var moves = Free(Present(wanted, state, marked), state);
        // An id that another step has now: its state will be that step's own.
        var settled = wanted.Except(moves).Where(move => steps.ContainsKey(move.From)).ToList();
        return moves.Count == 0 && settled.Count == 0
            ? null
            : new StepsMoved(Guid.NewGuid().ToString("N"), moves, "renamed_from in the plan", by.User, by.Machine) { Settled = settled };
    }

    // One from each, and one to each: the name that it had last.
    private static List<StepMove> Present(List<StepMove> wanted, StateSnapshot state, IReadOnlySet<string>? marked)
    {
        var found = new List<StepMove>();
        foreach (var move in wanted.Where(m => state.Steps.ContainsKey(m.From) || marked?.Contains(m.From) == true))
        {
            if (!found.Exists(m => m.To == move.To || m.From == move.From))
                found.Add(move);
        }

        return found;
    }

    // Nothing is moved onto an existing state, unless that moves away at the same time.
    private static List<StepMove> Free(List<StepMove> moves, StateSnapshot state)
    {
        while (
            moves.RemoveAll(move =>
                state.Steps.TryGetValue(move.To, out var there) && !there.IsVoid && !moves.Exists(m => m.From == move.To)
            ) > 0
        ) { }

        return moves;
    }

    private static IEnumerable<StepMove> Former(IReadOnlyList<RenderedStep> steps, IReadOnlyList<string> above)
    {
        foreach (var step in steps)
        {
            var own = step.Step.RenamedFrom.Select(former => WithKeys(former.Path.Value, step.Path.Value));
            var last = step.Path.Value[(step.Path.Value.LastIndexOf('/') + 1)..];
            var inherited = step.Step.IsNew ? [] : above.Select(group => $"{group}/{last}");
            List<string> former = [.. own.Concat(inherited).Where(path => path != step.Path.Value).Distinct(StringComparer.Ordinal)];
            foreach (var path in former)
                yield return new StepMove(path, step.Path.Value);
            foreach (var inner in Former(step.Steps, former))
                yield return inner;
        }
    }

    // A former path names no instances; they are those of the step, place by place.
    private static string WithKeys(string former, string path)
    {
        var (names, parts) = (former.Split('/'), path.Split('/'));
        if (names.Length != parts.Length)
        {
            var near = new StepPath(former).InInstancesOf(new StepPath(path)).Value;
            return KeyOf(parts[^1]) is { Length: > 0 } key && !near.EndsWith(']') ? near + key : near;
        }

        return string.Join('/', names.Select((name, i) => name + KeyOf(parts[i])));
    }

    private static string KeyOf(string part) => part.IndexOf('[', StringComparison.Ordinal) is var bracket and >= 0 ? part[bracket..] : "";

    private static IEnumerable<RenderedStep> All(IEnumerable<RenderedStep> steps) => steps.SelectMany(s => All(s.Steps).Prepend(s));
}
