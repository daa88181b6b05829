using System.Globalization;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Markers;

namespace PlanRunner.Runner.Execution;

/// <summary>A step of which state and database do not tell the same.</summary>
/// <param name="Path">Of the step, which need not be in the plan any more.</param>
/// <param name="Row">The marker that the state does not know; null where the state knows one that does not exist.</param>
internal sealed record MarkerDifference(StepPath Path, MarkerRow? Row)
{
    /// <summary>Without a row of its own: how many statements of its list have one.</summary>
    public int Statements { get; private init; }

    public string Text =>
        Statements > 0 && Row is null
            ? $"{Path} is partly done: {Statements} of its statements have markers in the database, but not in the state"
        : Row is { } row ? $"{Path} is done: its marker is on {row.Connection} (run {row.Run}, {row.DoneAt}), but not in the state"
        : $"{Path} is done in the state, but its marker is no longer in the database: was the database restored to an earlier time?";

    /// <summary>What is to be journaled, so that the state is correct.</summary>
    public StateEvent Event(string run) =>
        Row is { } row
            ? new StepDone(run, Path.Value, $"its marker was in the database (run {row.Run})")
            {
                Captured = row.Captured.Count > 0 ? row.Captured : null,
                Text = row.Fingerprint,
                Marked = true,
                MarkedRun = row.Run,
                MarkedAt = DateTimeOffset.TryParse(row.DoneAt, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at)
                    ? at
                    : null,
            }
        : Statements > 0
            ? new StepFailed(
                run,
                Path.Value,
                false,
                $"{Statements} of its statements have markers in the database, and its list is lost",
                Certain: false
            )
        : new StepFailed(run, Path.Value, false, "its marker is no longer in the database", Certain: false);

    /// <summary>In the plan's order. What is in doubt remains to be resolved.</summary>
    public static IReadOnlyList<MarkerDifference> Between(RenderedPlan plan, StateSnapshot state, IReadOnlyList<MarkerRow> rows)
    {
        var found = new List<MarkerDifference>();
        foreach (var step in plan.Leaves.Where(l => !l.IsCheck))
        {
            var known = state.Find(step.Path);
            var row = rows.FirstOrDefault(r => r.Step == step.Path && r.Item.Length == 0);
            if (
                row is not null
                && (
                    known
                    is null
                        or {
                            Status: StepStatus.Pending or StepStatus.Skipped or StepStatus.Failed or StepStatus.Started,
                            InDoubt: false,
                            Undo: null
                        }
                )
            )
                found.Add(new MarkerDifference(step.Path, row));
            else if (
                known is { Status: StepStatus.Done, Undo: null }
                && known.Marked.Any(item => !rows.Any(r => r.Step == step.Path && r.Item == item))
            )
                found.Add(new MarkerDifference(step.Path, null));
        }

        // What ran under an id that the plan has no more must not run again under another.
        var planned = plan.Leaves.Select(leaf => leaf.Path).ToHashSet();
        foreach (
            var gone in rows.Where(row => row.IsStep && !planned.Contains(row.Step) && state.Find(row.Step) is null)
                .GroupBy(row => row.Step)
        )
            found.Add(
                new MarkerDifference(gone.Key, gone.FirstOrDefault(row => row.Item.Length == 0))
                {
                    Statements = gone.Count(row => row.Item.Length > 0),
                }
            );
        return found;
    }
}
