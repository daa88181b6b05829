using Xunit;

namespace PlanRunner.Tests.Postgres;

/// <summary>
/// Every function of Postgres that may have an effect (those it calls volatile) is known: one that must not stand in a question, or one
/// that was looked at and changes nothing. A new major that brings another one fails here.
/// </summary>
[Trait(Tier.Trait, Tier.Full)]
public abstract class VolatileFunctionTests(PostgresFixture postgres)
{
    // Read from the server's own state and statistics, wait, give chance and time, or run a text that is looked at.
    private static readonly HashSet<string> Harmless =
    [
        .. """
            amvalidate array_sample array_shuffle bernoulli brinhandler bthandler clock_timestamp current_query currtid currtid2 currval
            cursor_to_xml cursor_to_xmlschema dsnowball_init dsnowball_lexize gen_random_uuid ginhandler gisthandler hashhandler
            heap_tableam_handler lastval pg_available_wal_summaries pg_blocking_pids pg_collation_actual_version pg_control_checkpoint
            pg_control_init pg_control_recovery pg_control_system pg_current_logfile pg_current_wal_flush_lsn pg_current_wal_insert_lsn
            pg_current_wal_lsn pg_database_collation_actual_version pg_database_size pg_get_aios pg_get_backend_memory_contexts
            pg_get_loaded_modules pg_get_multixact_members pg_get_sequence_data pg_get_shmem_allocations pg_get_shmem_allocations_numa
            pg_get_wait_events pg_get_wal_replay_pause_state pg_get_wal_resource_managers pg_get_wal_summarizer_state pg_hba_file_rules
            pg_ident_file_mappings pg_indexes_size pg_is_in_backup pg_is_in_recovery pg_is_wal_replay_paused
            pg_isolation_test_session_is_blocked pg_jit_available pg_last_committed_xact pg_last_wal_receive_lsn pg_last_wal_replay_lsn
            pg_last_xact_replay_timestamp pg_lock_status pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir
            pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_summariesdir pg_ls_tmpdir pg_ls_waldir pg_notification_queue_usage
            pg_partition_ancestors pg_partition_tree pg_prepared_xact pg_relation_size pg_safe_snapshot_blocking_pids
            pg_sequence_last_value pg_show_all_file_settings pg_show_replication_origin_status pg_sleep pg_sleep_for pg_sleep_until
            pg_stat_clear_snapshot pg_stat_force_next_flush pg_stat_get_backend_io pg_stat_get_backend_wal pg_stat_get_io
            pg_stat_get_recovery_prefetch pg_stat_get_xact_blocks_fetched pg_stat_get_xact_blocks_hit pg_stat_get_xact_function_calls
            pg_stat_get_xact_function_self_time pg_stat_get_xact_function_total_time pg_stat_get_xact_numscans
            pg_stat_get_xact_tuples_deleted pg_stat_get_xact_tuples_fetched pg_stat_get_xact_tuples_hot_updated
            pg_stat_get_xact_tuples_inserted pg_stat_get_xact_tuples_newpage_updated pg_stat_get_xact_tuples_returned
            pg_stat_get_xact_tuples_updated pg_stat_have_stats pg_table_size pg_tablespace_size pg_total_relation_size
            pg_wal_summary_contents pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status plpgsql_call_handler query_to_xml
            query_to_xml_and_xmlschema query_to_xmlschema ts_rewrite ts_stat
            plpgsql_inline_handler plpgsql_validator random random_normal setseed spghandler system timeofday txid_status uuidv4 uuidv7
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    [Fact]
    public async Task Every_volatile_function_of_Postgres_is_refused_in_a_question_or_known_to_be_harmless()
    {
        var names = await PostgresFixture.SqlAsync(
            postgres.Server.Superuser(),
            """
            SELECT string_agg(DISTINCT proname, ' ') FROM pg_catalog.pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace AND provolatile = 'v' AND prokind = 'f'
              AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
            """
        );
        var known = names!.Split(' ');
        Assert.True(known.Length > 150, names);
        Assert.DoesNotContain(known, name => !Harmless.Contains(name) && SqlTexts.Class($"SELECT {name}()").ReadOnly);
    }
}

[Collection(PostgresCollection.Name)]
public sealed class VolatileFunctionOnUsualTests(PostgresFixture postgres) : VolatileFunctionTests(postgres);

[Collection(LaterPostgresCollection.Name)]
public sealed class VolatileFunctionOnLaterTests(Postgres18Fixture postgres) : VolatileFunctionTests(postgres);
