using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Markers;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// Puts a state right by the markers in the databases: what it says of each step, what may have run without leaving a marker, and
/// the guarded groups of which a part is done. A run journals it; a dry run shows what then would run.
/// </summary>
internal static class MarkerReconciliation
{
    /// <summary>What the plan says was renamed, also where only a marker shows that it ran. Null where there is nothing.</summary>
    public static StepsMoved? Renamed(RenderedPlan plan, StateSnapshot state, Operator by, IReadOnlyList<MarkerRow> rows) =>
        Renames.Of(
            plan,
            state,
            by,
            MarkerRow.Moved(rows, Moves(state)).Where(row => row.IsStep).Select(row => row.Step.Value).ToHashSet(StringComparer.Ordinal)
        );

    /// <summary>All that was renamed so far, as markers follow it.</summary>
    public static IReadOnlyList<MarkerMoves> Moves(StateSnapshot state) =>
        [.. state.Moves.Select(moved => new MarkerMoves(moved.Id, [.. moved.Moves.Select(m => (m.From, m.To))]))];

    /// <summary>What differed, as text; nothing where state and markers agree.</summary>
    /// <param name="plan">The plan in the environment.</param>
    /// <param name="state">Changed by what <paramref name="write"/> does.</param>
    /// <param name="rows">The markers of this plan and environment.</param>
    /// <param name="run">Whose lines they are.</param>
    /// <param name="write">Applies an event to <paramref name="state"/>, and journals it or not.</param>
    public static IReadOnlyList<(string Id, string Text)> Apply(
        RenderedPlan plan,
        StateSnapshot state,
        IReadOnlyList<MarkerRow> rows,
        string run,
        Action<StateEvent> write
    )
    {
        var differences = MarkerDifference.Between(plan, state, rows);
        var unmarked = differences.Any(d => d.Row is not null) ? MayHaveRun(plan, state, rows) : [];
        var told = new List<(string, string)>();
        foreach (var difference in differences)
        {
            told.Add(("PR5051", difference.Text));
            write(difference.Event(run));
        }

        foreach (var step in unmarked)
        {
            told.Add(("PR5053", $"{step.Path} may have run: it leaves no marker, and the state was lost at this step or later"));
            write(new StepFailed(run, step.Path.Value, false, "the state was lost, and it leaves no marker", Certain: false));
        }

        foreach (var group in HalfDone(plan, state))
        {
            told.Add(("PR5052", $"group \"{group.Path}\" is OPEN: part of it is done, and the state does not record since when"));
            // It is not known how much of its time is left: none, so that it is undone before anything else.
            write(new StepStarted(run, group.Path.Value, StepEffect.None) { Kind = StepState.GroupKind, TimeoutSeconds = 0 });
        }

        return told;
    }

    // Steps run one after the other, so what was lost ends at the latest where the first marker is missing after the last one.
    private static List<RenderedStep> MayHaveRun(RenderedPlan plan, StateSnapshot state, IReadOnlyList<MarkerRow> rows)
    {
        var leaves = plan.Leaves.ToList();
        var last = leaves.FindLastIndex(leaf => rows.Any(row => row.Step == leaf.Path));
        var end = leaves.FindIndex(last + 1, leaf => leaf.Included && !leaf.IsCheck && plan.LeavesMarker(leaf));
        return
        [
            .. leaves
                .Take(end < 0 ? leaves.Count : end)
                .Where(leaf =>
                    leaf.Included
                    && leaf.Body!.Effect is StepEffect.Outside or StepEffect.Transaction or StepEffect.Listed
                    && !plan.LeavesMarker(leaf)
                )
                .Where(leaf => state.Find(leaf.Path) is null or { Status: StepStatus.Pending or StepStatus.Skipped, Undo: null }),
        ];
    }

    // Their own line was in the state that is gone.
    private static List<RenderedStep> HalfDone(RenderedPlan plan, StateSnapshot state)
    {
        bool IsDone(RenderedStep leaf) => !leaf.IsCheck && state.Find(leaf.Path) is { Status: StepStatus.Done };
        return
        [
            .. Groups(plan.Steps)
                .Where(step => step.Step.Guarded && state.Find(step.Path) is (null or { Status: StepStatus.Pending }))
                .Where(step => step.Leaves.Any(IsDone) && !step.Leaves.All(leaf => leaf.IsCheck || !leaf.Included || IsDone(leaf))),
        ];
    }

    private static IEnumerable<RenderedStep> Groups(IEnumerable<RenderedStep> steps) =>
        steps.Where(step => step.IsGroup).SelectMany(step => Groups(step.Steps).Prepend(step));
}
