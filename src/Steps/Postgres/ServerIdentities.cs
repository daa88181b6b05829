using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres;

/// <summary>Reads the identity of the server and database of a connection.</summary>
internal static class ServerIdentities
{
    /// <exception cref="PostgresFailureException">It cannot be reached or is not the declared major.</exception>
    public static async Task<ServerIdentity> ReadAsync(Sessions sessions, string connection, CancellationToken cancellationToken)
    {
        await using var session = await sessions.OpenAsync(
            connection,
            new StepPath(""),
            new Dictionary<string, string>(),
            TimeSpan.FromSeconds(30),
            null,
            cancellationToken
        );
        return session.Identity.Server;
    }
}
