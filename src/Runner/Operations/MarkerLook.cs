using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;

namespace PlanRunner.Runner.Operations;

/// <summary>Looks, read-only, whether the markers in the databases and the state tell the same.</summary>
internal static class MarkerLook
{
    /// <summary>
    /// What differs, after the state that was read is corrected by it in memory: then it says what the next runs will do. Or a refusal
    /// where the markers cannot be read. The plan is loaded with its secrets.
    /// </summary>
    public static async Task<(IReadOnlyList<Diagnostic> Differences, Refusal? Refusal)> PutRightAsync(
        LoadedPlan loaded,
        StateSnapshot state,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!loaded.HasMarkers)
            return ([], null);
        await using var sessions = new Sessions(loaded.Plan.Name, loaded.Environment.Connections, loaded.Redactor);
        try
        {
            var owner = new MarkerOwner(state.Opened?.Lineage ?? "", "", state.Opened?.Fresh == true);
            var rows = await DatabaseMarkers.ReadAsync(sessions, loaded.Environment.Name, owner, cancellationToken);
            if (MarkerReconciliation.Renamed(loaded.Rendered, state, loaded.By, rows) is { } renamed)
                state.Apply(renamed);
            var moved = MarkerRow.Moved(rows, MarkerReconciliation.Moves(state));
            return (
                Warnings(
                    MarkerReconciliation.Apply(loaded.Rendered, state, moved, "", line => state.Apply(line with { At = time.GetUtcNow() }))
                ),
                null
            );
        }
        catch (PostgresFailureException e)
        {
            return ([], Refusal.Found(ExitCodes.StepFailed, [e.Diagnostic]));
        }
    }

    public static IReadOnlyList<Diagnostic> Warnings(IReadOnlyList<(string Id, string Text)> told) =>
        [.. told.Select(difference => new Diagnostic(difference.Id, Severity.Warning, difference.Text, null))];
}
