using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Asks who answers under a connection's name.</summary>
internal static class ServerIdentification
{
    /// <summary>Null with a diagnostic where nobody answers, or the wrong major version.</summary>
    public static async Task<BoundServer?> IdentifyAsync(Sessions sessions, ConnectionSettings connection, Diagnostics diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            return ServerBinding.Of(await ServerIdentities.ReadAsync(sessions, connection.Name, cancellationToken), connection);
        }
        catch (PostgresFailureException failure)
        {
            diagnostics.Add(failure.Diagnostic);
            return null;
        }
    }
}
