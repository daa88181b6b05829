using System.Globalization;
using PlanRunner.Steps.Results;

namespace PlanRunner.Steps.Postgres;

/// <summary>Waits for another session's backend to end; when it takes too long, cancels its statement, then terminates it.</summary>
internal sealed class BackendEnd(Session session, int pid, string start, TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait for the backend, how long after a cancel, how long after it was terminated.</summary>
    private static readonly TimeSpan[] Patience = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10)];

    // Another user's session shows no start; a backend of that id is then taken for the one.
    private const string Backend =
        """pid = $1::int AND COALESCE(to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') = $2::text, true)""";

    /// <summary>How long to wait for a restarting server, or a backend.</summary>
    public static TimeSpan FirstPatience => Patience[0];

    private IReadOnlyList<string> Key => [pid.ToString(CultureInfo.InvariantCulture), start];

    /// <summary>Null once it is gone, else why it is not.</summary>
    public async Task<string?> WaitAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < Patience.Length; round++)
        {
            if (round > 0)
            {
                tell($"backend {pid} is still running: {(round == 1 ? "cancelling its statement" : "ending it")}");
                await SignalAsync(round == 1 ? "pg_cancel_backend" : "pg_terminate_backend", cancellationToken);
            }

            var began = time.GetTimestamp();
            do
            {
                if (!await IsAliveAsync(cancellationToken))
                    return null;
                await Task.Delay(Poll, time, cancellationToken);
            } while (time.GetElapsedTime(began) < Patience[round]);
        }

        return $"backend {pid} cannot be terminated";
    }

    private async Task<bool> IsAliveAsync(CancellationToken cancellationToken) =>
        (await session.RunAsync($"SELECT 1 FROM pg_catalog.pg_stat_activity WHERE {Backend}", Key, 1, cancellationToken)).RowCount > 0;

    private Task<QueryResult> SignalAsync(string function, CancellationToken cancellationToken) =>
        session.RunAsync($"SELECT pg_catalog.{function}(pid) FROM pg_catalog.pg_stat_activity WHERE {Backend}", Key, 1, cancellationToken);
}
