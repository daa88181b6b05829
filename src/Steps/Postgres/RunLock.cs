using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres;

/// <summary>
/// A second safeguard beside the state file's lock: a session advisory lock on every server of a run, so that two processes with two
/// state files do not run one plan in one environment at a time. It ends with its sessions.
/// </summary>
internal sealed class RunLock : IAsyncDisposable
{
    private const string Key = "pg_catalog.hashtextextended('planrunner:' || $1::text || ':' || $2::text, 0)";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly List<Session> held = [];

    private RunLock() { }

    /// <summary>Takes the lock on every connection, or on none.</summary>
    /// <param name="sessions">Opens what holds the locks.</param>
    /// <param name="connections">Names; each is locked once.</param>
    /// <param name="environment">Part of the lock's name.</param>
    /// <param name="timeout">How long to try.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waiting">Called once for each lock that has to be waited for, and who holds it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PostgresFailureException">A connection cannot be reached.</exception>
    public static async Task<RunLockResult> AcquireAsync(
        Sessions sessions,
        IEnumerable<string> connections,
        string environment,
        TimeSpan timeout,
        TimeProvider time,
        Action<string>? waiting,
        CancellationToken cancellationToken
    )
    {
        var all = new RunLock();
        try
        {
            var started = time.GetTimestamp();
            foreach (var connection in connections.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var session = await sessions.OpenAsync(
                    connection,
                    new StepPath("lock"),
                    new Dictionary<string, string>(),
                    null,
                    null,
                    cancellationToken
                );
                // Two names for one database must not wait for each other.
                var known = all.held.Exists(h => h.Identity.Server with { Connection = connection } == session.Identity.Server);
                all.held.Add(session);
                var told = waiting is null || timeout <= TimeSpan.Zero;
                while (!known && !await TryAsync(session, sessions.Plan, environment, cancellationToken))
                {
                    if (time.GetElapsedTime(started) >= timeout)
                    {
                        var refused = await RefusedAsync(session, sessions.Plan, environment, cancellationToken);
                        await all.DisposeAsync();
                        return new RunLockResult(null, refused);
                    }

                    if (!told)
                        waiting!((await RefusedAsync(session, sessions.Plan, environment, cancellationToken)).Message);
                    told = true;
                    await Task.Delay(Poll, time, cancellationToken);
                }
            }

            return new RunLockResult(all, null);
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in held)
            await session.DisposeAsync();
        held.Clear();
    }

    private static async Task<bool> TryAsync(Session session, string plan, string environment, CancellationToken cancellationToken) =>
        (await session.RunAsync($"SELECT pg_catalog.pg_try_advisory_lock({Key})", [plan, environment], 1, cancellationToken)).Rows[0][0]
        == "t";

    private static async Task<Diagnostic> RefusedAsync(
        Session session,
        string plan,
        string environment,
        CancellationToken cancellationToken
    )
    {
        var holder = await session.RunAsync(
            $"""
            SELECT a.pid, a.application_name, a.client_addr, a.backend_start
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
              AND (l.classid::bigint << 32) | l.objid::bigint = {Key}
            """,
            [plan, environment],
            1,
            cancellationToken
        );
        var who =
            holder.Rows.Count == 0
                ? ""
                : $": backend {holder.Rows[0][0]} ({holder.Rows[0][1]}) from {holder.Rows[0][2] ?? "a local socket"} since {holder.Rows[0][3]}";
        return Diagnostic.Error(
            "PR6150",
            $"another run of plan \"{plan}\" in \"{environment}\" holds the lock on \"{session.Connection}\"{who}",
            null,
            "wait for it, or raise --lock-timeout; if its process is gone, terminate that backend"
        );
    }
}
