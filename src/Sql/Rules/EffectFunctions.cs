using System.Text.RegularExpressions;

namespace PlanRunner.Sql.Rules;

/// <summary>
/// Functions of Postgres and of common extensions that change something although a SELECT calls them, which READ ONLY does not
/// refuse. Functions that a user wrote cannot be known.
/// </summary>
internal static partial class EffectFunctions
{
    private static readonly HashSet<string> Names = new[]
    {
        "setval",
        "nextval",
        "pg_terminate_backend",
        "pg_cancel_backend",
        "pg_switch_wal",
        "pg_switch_xlog",
        "pg_reload_conf",
        "pg_current_xact_id",
        "txid_current",
        "pg_export_snapshot",
        "set_config",
        "pg_notify",
        "pg_promote",
        "pg_replication_slot_advance",
        "pg_logical_emit_message",
        "pg_sync_replication_slots",
        "pg_log_standby_snapshot",
        "pg_log_backend_memory_contexts",
        "pg_start_backup",
        "pg_stop_backup",
        "pg_backup_start",
        "pg_backup_stop",
        "pg_wal_replay_pause",
        "pg_wal_replay_resume",
        "pg_import_system_collations",
        "pg_truncate_visibility_map",
        "pg_stat_statements_reset",
        "pg_nextoid",
        "gin_clean_pending_list",
        "loread",
        "lowrite",
        "query_export_to_s3",
        "table_import_from_s3",
        "pg_stat_file",
        "pg_extension_config_dump",
        "pg_stop_making_pinned_objects",
    }.ToHashSet(StringComparer.Ordinal);

    private static readonly string[] Prefixes =
    [
        "pg_create_",
        "pg_drop_",
        "pg_copy_",
        "pg_logical_slot_",
        "pg_advisory_",
        "pg_try_advisory_",
        "pg_replication_origin_",
        "pg_read_",
        "pg_rotate_",
        "pg_stat_reset",
        "pg_file_",
        "pg_restore_",
        "pg_clear_",
        "lo_",
        "dblink",
        "brin_",
        "heap_force_",
        "binary_upgrade_",
        "postgres_fdw_disconnect",
        "http_",
        "autoprewarm_",
        "pg_buffercache_evict",
        "pg_background_",
    ];

    // Called in a transaction that is rolled back, these leave nothing. nextval leaves a gap, which nobody may count on.
    private static readonly HashSet<string> RolledBack = new[]
    {
        "nextval",
        "pg_current_xact_id",
        "txid_current",
        "pg_export_snapshot",
        "set_config",
        "pg_notify",
        "pg_import_system_collations",
        "pg_stat_file",
        "loread",
        "lowrite",
        "lo_create",
        "lo_creat",
        "lo_unlink",
        "lo_put",
        "lo_get",
        "lo_open",
        "lo_close",
        "lo_import",
        "lo_from_bytea",
        "lo_truncate",
        "lo_truncate64",
        "lo_lseek",
        "lo_lseek64",
        "lo_tell",
        "lo_tell64",
        "pg_advisory_xact_lock",
        "pg_advisory_xact_lock_shared",
        "pg_try_advisory_xact_lock",
        "pg_try_advisory_xact_lock_shared",
        "pg_replication_origin_create",
        "pg_replication_origin_drop",
        "pg_replication_origin_oid",
        "pg_replication_origin_progress",
        "pg_restore_relation_stats",
        "pg_restore_attribute_stats",
        "pg_clear_relation_stats",
        "pg_clear_attribute_stats",
    }.ToHashSet(StringComparer.Ordinal);

    public static bool HasEffect(string function) =>
        Names.Contains(function) || Array.Exists(Prefixes, p => function.StartsWith(p, StringComparison.Ordinal));

    /// <summary>True for functions whose effect stays when the transaction that called them is rolled back.</summary>
    public static bool SurvivesRollback(string function) =>
        HasEffect(function) && !RolledBack.Contains(function) && !function.StartsWith("pg_read_", StringComparison.Ordinal);

    /// <summary>The first function named inside a text that is itself code: a DO body, a query given as a string.</summary>
    public static string? FirstIn(string code, Func<string, bool> which)
    {
        foreach (Match match in Call().Matches(code))
        {
            var name = match.Groups["name"].Value.ToLowerInvariant();
            if (which(name))
                return name;
        }

        return null;
    }

    /// <summary>Functions that run the text of a query that they are given: those of XML, and those of full text search.</summary>
    public static bool RunsItsText(string function) =>
        function.Contains("_to_xml", StringComparison.Ordinal) || function is "ts_stat" or "ts_rewrite";

    // Comments may be between a function's name and its parenthesis.
    [GeneratedRegex(
        """(?<name>[A-Za-z_][A-Za-z0-9_]*)"?(\s|/\*([^*]|\*+[^*/])*\*+/|--[^\n]*\n)*\(""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Call();
}
