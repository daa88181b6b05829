using System.Globalization;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Results;

namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>
/// Asks throwaway servers, as their superuser, what a step did: locks from pg_locks, rows and bytes from the write-ahead log itself
/// (pg_walinspect, Postgres 15 and later), record by record, by the id of the transaction.
/// </summary>
/// <param name="sessions">Superusers in the databases of the plan.</param>
/// <param name="logs">Superusers in another database, where reading the log leaves no trace in the plan's.</param>
internal sealed class ServerMeasures(Sessions sessions, Sessions logs) : IAsyncDisposable
{
    private const string LocksOf = """
        SELECT n.nspname || '.' || c.relname, l.mode, extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000
        FROM pg_catalog.pg_locks AS l
        JOIN pg_catalog.pg_class AS c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm', 'v')
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'planrunner')
        JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
        WHERE l.pid = $1::int AND l.granted AND l.locktype = 'relation'
          AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
          AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
        """;

    private const string FilesNow = """
        SELECT n.nspname || '.' || c.relname, pg_catalog.pg_relation_filenode(c.oid)::text
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'planrunner')
        WHERE c.relkind IN ('r', 'm')
        """;

    private const string Records = """
        SELECT CASE WHEN resource_manager IN ('Heap', 'Heap2') THEN record_type END,
               pg_catalog.substring(block_ref, 'rel \d+/\d+/(\d+)'),
               sum(record_length)::bigint,
               sum(coalesce(pg_catalog.substring(description, 'ntuples:? (\d+)')::bigint, 1))::bigint
        FROM pg_get_wal_records_info($1::pg_lsn, $2::pg_lsn)
        WHERE xid = ANY ($3::xid[])
        GROUP BY 1, 2
        """;

    public Task<Session> OpenAsync(string connection, CancellationToken cancellationToken) =>
        OpenAsync(sessions, connection, cancellationToken);

    public async Task<IReadOnlyDictionary<string, ServerPoint>> PointsAsync(CancellationToken cancellationToken)
    {
        var points = new Dictionary<string, ServerPoint>(StringComparer.Ordinal);
        foreach (var connection in sessions.Connections.Keys)
        {
            await using var session = await OpenAsync(connection, cancellationToken);
            points[connection] = await PointAsync(session, cancellationToken);
        }

        return points;
    }

    public async Task<IReadOnlyList<EvidenceLock>> LocksAsync(string connection, int backend, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(connection, cancellationToken);
        return await LocksAsync(session, backend, cancellationToken);
    }

    public static async Task<IReadOnlyList<EvidenceLock>> LocksAsync(Session session, int backend, CancellationToken cancellationToken)
    {
        var result = await session.RunAsync(LocksOf, [backend.ToString(CultureInfo.InvariantCulture)], int.MaxValue, cancellationToken);
        return
        [
            .. result.Rows.Select(row => new EvidenceLock(
                session.Connection,
                row[0]!,
                TableLocks.OfServer(row[1]!).Name(),
                double.Parse(row[2] ?? "0", CultureInfo.InvariantCulture)
            )),
        ];
    }

    /// <param name="before">By connection.</param>
    /// <param name="transactions">Their ids, by connection.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<ServerChanges> SinceAsync(
        IReadOnlyDictionary<string, ServerPoint> before,
        IReadOnlyDictionary<string, List<string>> transactions,
        CancellationToken cancellationToken
    )
    {
        long everybody = 0;
        long? ours = null;
        var rows = new List<EvidenceRows>();
        var files = new List<string>();
        foreach (var (connection, then) in before)
        {
            await using var session = await OpenAsync(connection, cancellationToken);
            var now = await PointAsync(session, cancellationToken);
            var bytes = await session.RunAsync("SELECT ($1::pg_lsn - $2::pg_lsn)::bigint", [now.Lsn, then.Lsn], 1, cancellationToken);
            everybody += long.Parse(bytes.Rows[0][0]!, CultureInfo.InvariantCulture);
            if (!transactions.TryGetValue(connection, out var ids))
                continue;
            files.AddRange(
                now.Files.Where(file => then.Files.TryGetValue(file.Key, out var old) && old != file.Value).Select(file => file.Key)
            );
            if (await RecordsAsync(connection, then, now, ids, rows, cancellationToken) is { } written)
                ours = (ours ?? 0) + written;
        }

        return new ServerChanges(ours, everybody, rows, files);
    }

    public async ValueTask DisposeAsync()
    {
        await sessions.DisposeAsync();
        await logs.DisposeAsync();
    }

    private static Task<Session> OpenAsync(Sessions from, string connection, CancellationToken cancellationToken) =>
        from.OpenAsync(connection, new StepPath("evidence"), new Dictionary<string, string>(), null, null, cancellationToken);

    private static async Task<ServerPoint> PointAsync(Session session, CancellationToken cancellationToken)
    {
        var lsn = await session.RunAsync("SELECT pg_catalog.pg_current_wal_flush_lsn()::text", [], 1, cancellationToken);
        var files = await session.RunAsync(FilesNow, [], int.MaxValue, cancellationToken);
        return new ServerPoint(
            lsn.Rows[0][0]!,
            files.Rows.Where(row => row[1] is not null).ToDictionary(row => row[0]!, row => row[1]!, StringComparer.Ordinal)
        );
    }

    // Null where the server has no way to read its log.
    private async Task<long?> RecordsAsync(
        string connection,
        ServerPoint then,
        ServerPoint now,
        List<string> ids,
        List<EvidenceRows> rows,
        CancellationToken cancellationToken
    )
    {
        QueryResult records;
        try
        {
            await using var session = await OpenAsync(logs, connection, cancellationToken);
            await session.RunAsync("CREATE EXTENSION IF NOT EXISTS pg_walinspect", [], 0, cancellationToken);
            // In a record the id has lost the epoch in its upper half.
            var xids = ids.Select(id =>
                (ulong.Parse(id, CultureInfo.InvariantCulture) & uint.MaxValue).ToString(CultureInfo.InvariantCulture)
            );
            records = await session.RunAsync(
                Records,
                [then.Lsn, now.Lsn, $"{{{string.Join(',', xids)}}}"],
                int.MaxValue,
                cancellationToken
            );
        }
        catch (PostgresFailureException)
        {
            return null;
        }

        var names = now
            .Files.GroupBy(f => f.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Key, StringComparer.Ordinal);
        foreach (
            var table in records
                .Rows.Where(row => row[0] is not null && row[1] is not null && names.ContainsKey(row[1]!))
                .GroupBy(row => names[row[1]!], StringComparer.Ordinal)
        )
        {
            var counted = new EvidenceRows(
                table.Key,
                Sum(table, "INSERT", "MULTI_INSERT"),
                Sum(table, "UPDATE", "HOT_UPDATE"),
                Sum(table, "DELETE")
            );
            if (counted is not { Inserted: 0, Updated: 0, Deleted: 0 })
                rows.Add(counted);
        }

        return records.Rows.Sum(row => long.Parse(row[2]!, CultureInfo.InvariantCulture));
    }

    // INSERT+INIT is the first row of a page.
    private static long Sum(IEnumerable<string?[]> records, params string[] types) =>
        records.Where(row => types.Contains(row[0]!.Split('+')[0])).Sum(row => long.Parse(row[3]!, CultureInfo.InvariantCulture));
}
