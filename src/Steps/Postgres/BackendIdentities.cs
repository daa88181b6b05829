using System.Globalization;
using Npgsql;

namespace PlanRunner.Steps.Postgres;

/// <summary>
/// Reads the identity of the server. Managed hosts may refuse single functions; each has a substitute that is never falsely equal:
/// the system identifier <c>database OID</c> (weaker: it distinguishes databases of one server, not two servers), the timeline
/// <c>unknown</c>.
/// </summary>
internal static class BackendIdentities
{
    private const string BackendStart =
        """(SELECT to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid())""";

    private const string Always =
        $"pg_catalog.current_database()::text, pg_catalog.current_setting('server_version_num'), pg_catalog.pg_is_in_recovery()::text, pg_catalog.pg_backend_pid()::text, {BackendStart}";

    private const string Timeline =
        "CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8) END";

    private const string SystemIdentifier = "(SELECT system_identifier::text FROM pg_catalog.pg_control_system())";

    private const string Instead = """
        SELECT oid::text, to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
        """;

    public const string Question = $"SELECT {Always}, {SystemIdentifier}, {Timeline}";

    /// <summary>The same, one part after the other, if the whole query was refused.</summary>
    public static async Task<BackendIdentity> ReadInPartsAsync(
        string connection,
        NpgsqlConnection open,
        CancellationToken cancellationToken
    )
    {
        var always = await RowAsync(open, $"SELECT {Always}", cancellationToken);
        var system = await TryAsync(open, $"SELECT {SystemIdentifier}", cancellationToken);
        var timeline =
            await TryAsync(open, $"SELECT {Timeline}", cancellationToken)
            ?? await TryAsync(
                open,
                "SELECT pg_catalog.lpad(pg_catalog.to_hex(timeline_id), 8, '0') FROM pg_catalog.pg_control_checkpoint()",
                cancellationToken
            );
        var instead = system is null ? await RowAsync(open, Instead, cancellationToken) : null;
        return Of(connection, [.. always, system, timeline], instead);
    }

    public static BackendIdentity Of(string connection, IReadOnlyList<string?> row, IReadOnlyList<string?>? instead = null)
    {
        var system = row[5] ?? $"database {instead?[0] ?? "unknown"}";
        var server = new ServerIdentity(connection, system, row[6] ?? "unknown", row[0]!, int.Parse(row[1]!, CultureInfo.InvariantCulture));
        var commit = row[5] ?? $"{system} of the server started {instead?[1] ?? "unknown"}";
        return new BackendIdentity(server, commit, row[2] == "true", int.Parse(row[3]!, CultureInfo.InvariantCulture), row[4] ?? "unknown");
    }

    public static string?[] Row(NpgsqlDataReader reader)
    {
        var row = new string?[reader.FieldCount];
        for (var i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : reader.GetString(i);
        return row;
    }

    private static async Task<string?> TryAsync(NpgsqlConnection open, string sql, CancellationToken cancellationToken)
    {
        try
        {
            return (await RowAsync(open, sql, cancellationToken))[0];
        }
        catch (PostgresException refused) when (refused.InvariantSeverity == "ERROR")
        {
            return null;
        }
    }

    private static async Task<string?[]> RowAsync(NpgsqlConnection open, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, open);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Row(reader);
    }
}
