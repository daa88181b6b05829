using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres;

/// <summary>
/// Asks a server for the outcome of a transaction whose COMMIT was sent. Only that server, on the same timeline, once the backend is
/// gone, can answer; everything else is inconclusive.
/// </summary>
internal sealed class TransactionOutcome(Sessions sessions, TimeProvider time, StepPath step, Action<StepEvent>? tell)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public async Task<TransactionFate> AskAsync(CommitPoint point, CancellationToken cancellationToken)
    {
        Tell($"asking {point.Connection} for the outcome of transaction {point.Xid}");
        try
        {
            await using var session = await OpenAsync(point.Connection, cancellationToken);
            if (Differs(point, session.Identity) is { } difference)
                return TransactionFate.Unknown(
                    difference,
                    isOver: !session.Identity.InRecovery && session.Identity.Server.Database == point.Database,
                    askAgain: session.Identity.InRecovery
                );
            if (await new BackendEnd(session, point.BackendPid, point.BackendStart, time, Tell).WaitAsync(cancellationToken) is { } alive)
                return TransactionFate.Unknown(alive, askAgain: true);
            return await ReadAsync(session, point, cancellationToken);
        }
        catch (PostgresFailureException e)
        {
            return TransactionFate.Unknown(
                $"the server could not be asked: {e.Diagnostic.Message}",
                askAgain: e.ConnectionLost || e.Transient
            );
        }
    }

    /// <summary>Null once the backend is gone that ran a statement outside any transaction; it may outlive its process.</summary>
    public async Task<string?> EndAsync(BackendPoint point, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await OpenAsync(point.Connection, cancellationToken);
            // On another server there is no such backend.
            return session.Identity.CommitSystemIdentifier != point.SystemIdentifier
                ? null
                : await new BackendEnd(session, point.Pid, point.Start, time, Tell).WaitAsync(cancellationToken);
        }
        catch (PostgresFailureException e)
        {
            return $"the server could not be asked whether it still runs: {e.Diagnostic.Message}";
        }
    }

    private static string? Differs(CommitPoint point, BackendIdentity now)
    {
        if (now.InRecovery)
            return $"{point.Connection} is now a standby";
        if (now.CommitSystemIdentifier != point.SystemIdentifier)
            return $"{point.Connection} is another server now (system {now.CommitSystemIdentifier}, it was {point.SystemIdentifier})";
        if (now.Server.Timeline != point.Timeline)
            return $"{point.Connection} is on timeline {now.Server.Timeline} now, it was on {point.Timeline}";
        return now.Server.Database == point.Database
            ? null
            : $"{point.Connection} is database {now.Server.Database} now, it was {point.Database}";
    }

    /// <summary>Waits for a server that restarts.</summary>
    private async Task<Session> OpenAsync(string connection, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await sessions.OpenAsync(
                    connection,
                    step,
                    new Dictionary<string, string>(),
                    TimeSpan.FromSeconds(30),
                    null,
                    cancellationToken
                );
            }
            catch (PostgresFailureException e) when (e.Transient && time.GetElapsedTime(started) < BackendEnd.FirstPatience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellationToken);
            }
        }
    }

    private async Task<TransactionFate> ReadAsync(Session session, CommitPoint point, CancellationToken cancellationToken)
    {
        var sql = session.Major >= 13 ? "SELECT pg_catalog.pg_xact_status($1::xid8)" : "SELECT pg_catalog.txid_status($1::bigint)";
        var told = false;
        while (true)
        {
            var status = (await session.RunAsync(sql, [point.Xid], 1, cancellationToken)).Rows[0][0];
            switch (status)
            {
                case "committed":
                    return new TransactionFate(CommitFate.Committed, $"transaction {point.Xid} committed");
                case "aborted":
                    return new TransactionFate(CommitFate.Aborted, $"transaction {point.Xid} was rolled back");
                case null:
                    return TransactionFate.Unknown(
                        $"{point.Connection} no longer knows transaction {point.Xid}: it is too old",
                        isOver: true
                    );
            }

            if (!told)
                Tell($"transaction {point.Xid} is {status}{await PreparedAsync(session, point, cancellationToken)}: waiting for it to end");
            told = true;
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static async Task<string> PreparedAsync(Session session, CommitPoint point, CancellationToken cancellationToken)
    {
        var result = await session.RunAsync(
            "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE transaction::text::bigint = $1::bigint % 4294967296",
            [point.Xid],
            1,
            cancellationToken
        );
        return result.Rows.Count == 0 ? "" : $" (prepared as '{result.Rows[0][0]}')";
    }

    private void Tell(string text) => tell?.Invoke(new StepEvent.Doing(step, text));
}
