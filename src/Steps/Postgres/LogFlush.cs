using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres;

/// <summary>
/// Brings what a server has logged so far to its disk, by a small commit beside the transaction that is about to commit. Until a
/// transaction's id has got there, a crash of the server gives the same id to somebody else's transaction, whose outcome would then
/// pass for ours.
/// </summary>
internal sealed class LogFlush(Sessions sessions) : IAsyncDisposable
{
    // Its own disk only: a standby that does not answer is for the transaction itself to wait for.
    private static readonly Dictionary<string, string> Settings = new() { ["synchronous_commit"] = "local" };

    // A transaction that logs nothing would not be flushed; subscriptions do not ask for messages.
    private const string LoggedCommit = "SELECT pg_catalog.pg_logical_emit_message(true, 'planrunner', '')";

    private readonly SemaphoreSlim one = new(1);
    private readonly Dictionary<string, Session> open = new(StringComparer.Ordinal);

    /// <exception cref="PostgresFailureException">It cannot be reached, or refuses.</exception>
    public async Task RunAsync(string connection, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            var kept = open.ContainsKey(connection);
            try
            {
                await TryAsync(connection, cancellationToken);
            }
            catch (PostgresFailureException e) when (kept && e.ConnectionLost)
            {
                // It lay idle since the last step, and something ended it.
                await TryAsync(connection, cancellationToken);
            }
        }
        finally
        {
            one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in open.Values)
            await session.DisposeAsync();
        open.Clear();
        one.Dispose();
    }

    private async Task TryAsync(string connection, CancellationToken cancellationToken)
    {
        if (!open.TryGetValue(connection, out var session))
            open[connection] = session = await sessions.OpenAsync(
                connection,
                new StepPath("flush"),
                Settings,
                null,
                null,
                cancellationToken
            );
        try
        {
            await session.RunAsync(LoggedCommit, [], 0, cancellationToken);
        }
        catch
        {
            open.Remove(connection);
            await session.DisposeAsync();
            throw;
        }
    }
}
