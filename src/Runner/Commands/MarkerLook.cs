using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Commands;

/// <summary>Looks, read-only, whether the markers in the databases and the state tell the same.</summary>
internal static class MarkerLook
{
    /// <summary>Null where they cannot be read, which is told. The plan is loaded with its secrets.</summary>
    public static async Task<IReadOnlyList<MarkerDifference>?> DifferencesAsync(
        CommandInput input, LoadedPlan loaded, StateSnapshot state, CancellationToken cancellationToken)
    {
        await using var sessions = new Sessions(loaded.Plan.Name, loaded.Environment.Connections, loaded.Redactor);
        try
        {
            var owner = new MarkerOwner(state.Opened?.Lineage ?? "", "", state.Opened?.Fresh == true);
            return MarkerDifference.Between(loaded.Rendered, state, await DatabaseMarkers.ReadAsync(sessions, loaded.Environment.Name, owner, cancellationToken));
        }
        catch (PostgresFailureException e)
        {
            input.Report([e.Diagnostic]);
            return null;
        }
    }
}
