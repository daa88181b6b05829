using PlanRunner.Runner.State;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Execution;

/// <summary>Compares the servers that answer with those the state was bound to.</summary>
internal static class ServerBinding
{
    public static BoundServer Of(ServerIdentity identity, ConnectionSettings declared) =>
        new(
            identity.Connection,
            declared.Host,
            declared.Port,
            declared.Database,
            identity.SystemIdentifier,
            identity.Timeline,
            identity.Version
        );

    /// <summary>The environment declares for a connection what it declared when the state was bound.</summary>
    public static bool IsSameDeclaration(RunContext run, string connection) =>
        !run.Snapshot.Servers.TryGetValue(connection, out var bound)
        || run.Sessions.Connections.TryGetValue(connection, out var declared)
            && declared.Host == bound.Host
            && declared.Port == bound.Port
            && declared.Database == bound.Database;

    /// <summary>What the environment declares differently than the state, found without a query; null where nothing is.</summary>
    public static string? Difference(StateSnapshot state, IEnumerable<ConnectionSettings> declared)
    {
        foreach (var connection in declared)
        {
            if (state.Servers.TryGetValue(connection.Name, out var bound) && bound.Database != connection.Database)
                return $"connection \"{connection.Name}\" is not the one this state belongs to: "
                    + $"another database is declared (\"{connection.Database}\", before \"{bound.Database}\")";
        }

        return null;
    }

    /// <summary>How the server that answers now differs from the state; null where server and database are the same.</summary>
    public static string? Difference(BoundServer bound, BoundServer now)
    {
        if (bound.SystemIdentifier != now.SystemIdentifier)
            return $"another server answers (system identifier {now.SystemIdentifier}, before {bound.SystemIdentifier})";
        if (bound.Database != now.Database)
            return $"another database is declared (\"{now.Database}\", before \"{bound.Database}\")";
        if (bound.Host != now.Host || bound.Port != now.Port)
            return $"another address is declared ({now.Host}:{now.Port}, before {bound.Host}:{bound.Port})";
        return null;
    }
}
