using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Operations;

/// <summary>Asks who answers under a connection's name.</summary>
internal static class ServerIdentification
{
    /// <summary>
    /// Every server of these sessions, compared with those that the state belongs to; what is wrong goes to the diagnostics.
    /// </summary>
    public static async Task<(IReadOnlyList<BoundServer> Servers, bool Rebind)> IdentifyAllAsync(
        CommandArguments arguments,
        Sessions sessions,
        StateSnapshot state,
        Diagnostics diagnostics,
        CancellationToken cancellationToken
    )
    {
        var servers = new List<BoundServer>();
        var rebind = false;
        foreach (var connection in sessions.Connections.Values)
        {
            if (await IdentifyAsync(sessions, connection, diagnostics, cancellationToken) is not { } server)
                continue;
            servers.Add(server);
            if (!state.Servers.TryGetValue(connection.Name, out var bound) || ServerBinding.Difference(bound, server) is not { } difference)
                continue;
            rebind = true;
            diagnostics.Error(
                "PR5016",
                $"connection \"{connection.Name}\" is not the one this state belongs to: {difference}",
                null,
                $"if this is expected: planrunner state rebind {arguments} --reason \"…\""
            );
        }

        return (servers, rebind);
    }

    /// <summary>Null with a diagnostic where nobody answers, or the wrong major version.</summary>
    public static async Task<BoundServer?> IdentifyAsync(
        Sessions sessions,
        ConnectionSettings connection,
        Diagnostics diagnostics,
        CancellationToken cancellationToken
    )
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
