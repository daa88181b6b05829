using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;

namespace PlanRunner.Runner.Commands;

/// <summary>Looks, read-only, whether the markers in the databases and the state tell the same.</summary>
internal static class MarkerLook
{
    /// <summary>
    /// What differs, after the state that was read is put right by it in memory: then it says what the next runs will do. Null where
    /// the markers cannot be read, which is told. The plan is loaded with its secrets.
    /// </summary>
    public static async Task<IReadOnlyList<(string Id, string Text)>?> PutRightAsync(
        CommandInput input, LoadedPlan loaded, StateSnapshot state, CancellationToken cancellationToken)
    {
        if (!loaded.HasMarkers)
            return [];
        await using var sessions = new Sessions(loaded.Plan.Name, loaded.Environment.Connections, loaded.Redactor);
        try
        {
            var owner = new MarkerOwner(state.Opened?.Lineage ?? "", "", state.Opened?.Fresh == true);
            var rows = await DatabaseMarkers.ReadAsync(sessions, loaded.Environment.Name, owner, cancellationToken);
            if (MarkerReconciliation.Renamed(loaded.Rendered, state, rows) is { } renamed)
                state.Apply(renamed);
            return MarkerReconciliation.Apply(loaded.Rendered, state, MarkerRow.Moved(rows, MarkerReconciliation.Moves(state)), "", line => state.Apply(line with { At = input.Time.GetUtcNow() }));
        }
        catch (PostgresFailureException e)
        {
            input.Report([e.Diagnostic]);
            return null;
        }
    }

    public static void Tell(CommandInput input, IReadOnlyList<(string Id, string Text)> told)
    {
        foreach (var (id, text) in told)
            input.Output.Error($"warning {id}: {text}", "yellow");
    }
}
