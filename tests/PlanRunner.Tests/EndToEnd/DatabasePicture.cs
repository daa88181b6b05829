using Npgsql;
using PlanRunner.Steps.Postgres.Connections;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// What a server has: every row of every catalog of a database, with the transaction that wrote it, slots, sequences, locks that outlive
/// transactions, when its settings were read, and the next transaction id. Not what moves by itself: statistics, positions, horizons.
/// </summary>
internal static class DatabasePicture
{
    private static readonly string[] Moving =
    [
        "relpages",
        "reltuples",
        "relallvisible",
        "relallfrozen",
        "relfrozenxid",
        "relminmxid",
        "datfrozenxid",
        "datminmxid",
    ];

    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["next transaction"] = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text",
        ["slots"] = "SELECT slot_name, plugin, slot_type, database, temporary FROM pg_replication_slots",
        ["sequences"] = "SELECT schemaname, sequencename, last_value FROM pg_sequences",
        ["advisory locks"] = "SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory'",
        ["prepared transactions"] = "SELECT gid FROM pg_prepared_xacts",
        ["settings"] = "SELECT pg_conf_load_time()",
        ["listeners"] = "SELECT pg_listening_channels()",
    };

    /// <summary>So that its own work does not take transaction ids.</summary>
    public static async Task StopVacuumAsync(ConnectionSettings superuser)
    {
        await using var session = await OpenAsync(superuser);
        await RowsAsync(session, "ALTER SYSTEM SET autovacuum = off");
        await RowsAsync(session, "SELECT pg_reload_conf()::text");
    }

    /// <summary>A line each, so that a difference says what it is in.</summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(ConnectionSettings superuser)
    {
        await using var session = await OpenAsync(superuser);
        var lines = new List<string>();
        foreach (
            var catalog in await RowsAsync(
                session,
                $"""
                SELECT format('SELECT %L, count(*), md5(coalesce(string_agg(r::text, E''\n'' ORDER BY r::text), '''')) FROM (SELECT xmin, %s FROM pg_catalog.%I) AS r',
                              c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum), c.relname)
                FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'
                  AND c.relname NOT IN ('pg_statistic', 'pg_statistic_ext_data') AND a.attname NOT IN ('{string.Join("', '", Moving)}')
                GROUP BY c.relname ORDER BY c.relname
                """
            )
        )
            lines.AddRange(await RowsAsync(session, catalog));
        foreach (var (what, sql) in Others)
            lines.Add($"{what}: {string.Join("; ", (await RowsAsync(session, sql)).Order(StringComparer.Ordinal))}");
        return lines;
    }

    /// <summary>Waits until two pictures in a row are the same: what ran before has ended.</summary>
    public static async Task<IReadOnlyList<string>> TakeQuietAsync(ConnectionSettings superuser)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var before = await TakeAsync(superuser); ; )
        {
            await Task.Delay(500);
            var now = await TakeAsync(superuser);
            if (now.SequenceEqual(before, StringComparer.Ordinal))
                return now;
            Assert.True(
                TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(1),
                string.Join('\n', now.Except(before, StringComparer.Ordinal))
            );
            before = now;
        }
    }

    private static async Task<List<string>> RowsAsync(NpgsqlConnection session, string sql)
    {
        var rows = new List<string>();
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i))));
        return rows;
    }

    private static async Task<NpgsqlConnection> OpenAsync(ConnectionSettings settings)
    {
        var session = new NpgsqlConnection(
            $"Host={settings.Host};Port={settings.Port};Database={settings.Database};Username={settings.Username};Password={settings.Password};SSL Mode=VerifyFull;Root Certificate={settings.RootCertificate};Pooling=false"
        );
        await session.OpenAsync();
        return session;
    }
}
