using PlanRunner.Sql;
using Xunit;

namespace PlanRunner.Tests.Postgres;

public sealed class StatementClassifierTests
{
    [Theory]
    [InlineData("VACUUM ANALYZE t")]
    [InlineData("CREATE DATABASE d")]
    [InlineData("DROP DATABASE IF EXISTS d")]
    [InlineData("CREATE TABLESPACE s LOCATION '/x'")]
    [InlineData("DROP TABLESPACE s")]
    [InlineData("ALTER SYSTEM SET wal_level = logical")]
    [InlineData("create unique index concurrently i on t (a)")]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (a)")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS i")]
    [InlineData("REINDEX INDEX CONCURRENTLY i")]
    [InlineData("REINDEX (VERBOSE) TABLE CONCURRENTLY t")]
    [InlineData("REINDEX (CONCURRENTLY) TABLE t")]
    [InlineData("REINDEX (CONCURRENTLY true, VERBOSE) TABLE t")]
    [InlineData("REINDEX DATABASE d")]
    [InlineData("REINDEX SCHEMA s")]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'create_slot=false' PUBLICATION p WITH (copy_data = false)")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot)")]
    [InlineData("DROP SUBSCRIPTION s")]
    [InlineData("ALTER SUBSCRIPTION s REFRESH PUBLICATION")]
    [InlineData("ALTER SUBSCRIPTION s SET PUBLICATION p")]
    [InlineData("ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (copy_data = false)")]
    [InlineData("ALTER SUBSCRIPTION s SET (failover = true)")]
    [InlineData("ALTER DATABASE d SET TABLESPACE s")]
    [InlineData("CLUSTER")]
    [InlineData("CLUSTER VERBOSE")]
    [InlineData("CLUSTER (VERBOSE)")]
    [InlineData("DISCARD ALL")]
    [InlineData("COMMIT PREPARED 'x'")]
    public void These_cannot_be_in_a_transaction(string sql)
    {
        var known = SqlTexts.Class(sql);
        Assert.True(known.TransactionForbidden);
        Assert.EndsWith("cannot run inside a transaction", known.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE INDEX i ON t (a)")]
    [InlineData("CREATE INDEX concurrently_made ON t (a)")]
    [InlineData("REINDEX TABLE t")]
    [InlineData("REINDEX (CONCURRENTLY off) TABLE t")]
    [InlineData("ALTER TABLE t DETACH PARTITION p")]
    [InlineData("ALTER TABLE t DETACH PARTITION p FINALIZE")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false, slot_name = 'x')")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = off)")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (enabled=false,create_slot='false')")]
    [InlineData("ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)")]
    [InlineData("ALTER SUBSCRIPTION s DISABLE")]
    [InlineData("ALTER SUBSCRIPTION s SET (slot_name = NONE)")]
    [InlineData("ALTER DATABASE d SET default_transaction_read_only = on")]
    [InlineData("CLUSTER t USING i")]
    [InlineData("CHECKPOINT")]
    [InlineData("ANALYZE t")]
    [InlineData("ALTER TYPE mood ADD VALUE 'ok'")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m")]
    public void These_can_be_in_a_transaction(string sql) => Assert.False(SqlTexts.Class(sql).TransactionForbidden);

    [Fact]
    public void A_subscription_whose_slot_was_let_go_before_can_be_dropped_in_the_transaction()
    {
        const string sql =
            "ALTER SUBSCRIPTION s DISABLE; ALTER SUBSCRIPTION \"s\" SET (slot_name = NONE); DROP SUBSCRIPTION IF EXISTS S; DROP SUBSCRIPTION other";
        var statements = StatementSplitter.Split(SqlTexts.Of(sql), []);
        Assert.Equal([false, false, false, true], statements.Select(s => s.Class.TransactionForbidden));
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("(SELECT 1) UNION (SELECT 2)")]
    [InlineData("VALUES (1), (2)")]
    [InlineData("TABLE t")]
    [InlineData("SHOW wal_level")]
    [InlineData("WITH a AS (SELECT 1), b (x) AS NOT MATERIALIZED (VALUES (2)) SELECT * FROM a, b")]
    [InlineData("WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 2) TABLE r")]
    [InlineData("SELECT update, setval FROM t WHERE 'setval(1)' <> x")]
    [InlineData("SELECT substring(a FOR 3) FROM t")]
    [InlineData("SELECT pg_current_xact_id_if_assigned(), txid_current_if_assigned(), txid_current_snapshot()")]
    [InlineData("SELECT pg_size_pretty(pg_database_size(current_database()))")]
    [InlineData("SELECT query_to_xml(format('SELECT last_value FROM %I', a), true, false, '') FROM t")]
    [InlineData("SELECT count(*) AS into FROM t")]
    public void These_only_read(string sql)
    {
        var known = SqlTexts.Class(sql);
        Assert.True(known.ReadOnly, known.Reason);
        Assert.True(known.RollbackSafe);
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", "INSERT is not a SELECT, VALUES, TABLE or SHOW")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM t", "EXPLAIN is not a SELECT, VALUES, TABLE or SHOW")]
    [InlineData("SELECT 1 INTO t", "SELECT INTO creates a table")]
    [InlineData("SELECT * FROM t FOR UPDATE", "FOR UPDATE locks rows")]
    [InlineData("SELECT * FROM t FOR NO KEY UPDATE", "FOR NO KEY UPDATE locks rows")]
    [InlineData("SELECT * FROM t FOR SHARE OF t", "FOR SHARE locks rows")]
    [InlineData("SELECT * FROM t FOR KEY SHARE", "FOR KEY SHARE locks rows")]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", "its WITH contains DELETE")]
    [InlineData("WITH d AS MATERIALIZED (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM d", "its WITH contains INSERT")]
    [InlineData("WITH d AS (SELECT 1) UPDATE t SET a = 1", "it is a UPDATE")]
    [InlineData("SELECT setval('s', 1)", "it calls setval(), whose effect a rollback does not undo")]
    [InlineData("SELECT pg_catalog.\"setval\"('s', 1)", "it calls setval(), whose effect a rollback does not undo")]
    [InlineData("SELECT nextval('s')", "it calls nextval()")]
    [InlineData(
        "SELECT * FROM pg_create_logical_replication_slot('a', 'pgoutput')",
        "it calls pg_create_logical_replication_slot(), whose effect a rollback does not undo"
    )]
    [InlineData("SELECT pg_drop_replication_slot('a')", "it calls pg_drop_replication_slot(), whose effect a rollback does not undo")]
    [InlineData(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
        "it calls pg_terminate_backend(), whose effect a rollback does not undo"
    )]
    [InlineData("SELECT pg_advisory_lock(1)", "it calls pg_advisory_lock(), whose effect a rollback does not undo")]
    [InlineData("SELECT pg_try_advisory_xact_lock(1)", "it calls pg_try_advisory_xact_lock()")]
    [InlineData("SELECT lo_import('/etc/passwd')", "it calls lo_import()")]
    [InlineData("SELECT * FROM dblink('x', 'y') AS t (a int)", "it calls dblink(), whose effect a rollback does not undo")]
    [InlineData("SELECT pg_current_xact_id()", "it calls pg_current_xact_id()")]
    [InlineData("SELECT set_config('a.b', 'c', false)", "it calls set_config()")]
    [InlineData("SELECT pg_read_file('x')", "it calls pg_read_file()")]
    [InlineData(
        "SELECT pg_replication_origin_advance('a', '0/0')",
        "it calls pg_replication_origin_advance(), whose effect a rollback does not undo"
    )]
    [InlineData("SELECT U&\"\\0073etval\"('s', 1)", "it calls a function by a U& name, which cannot be checked")]
    [InlineData("SELECT query_to_xml('SELECT setval(''s'', 1)', true, false, '')", "it calls setval() through query_to_xml()")]
    public void These_do_more_than_read(string sql, string why)
    {
        var known = SqlTexts.Class(sql);
        Assert.False(known.ReadOnly);
        Assert.Equal(why, known.Reason);
    }

    [Theory]
    [InlineData("DO $$ BEGIN PERFORM setval('s', 1); END $$", false)]
    [InlineData("DO 'BEGIN PERFORM pg_notify(''a'', ''b''); END'", true)]
    [InlineData("CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT setval('s', 1) $$", true)]
    [InlineData("CREATE FUNCTION f() RETURNS bigint BEGIN ATOMIC SELECT setval('s', 1); END", true)]
    [InlineData("COPY t TO '/tmp/x'", false)]
    [InlineData("COPY t FROM PROGRAM 'x'", false)]
    [InlineData("COPY t FROM '/tmp/x'", true)]
    [InlineData("INSERT INTO t SELECT nextval('s')", true)]
    [InlineData("VACUUM", false)]
    public void A_rollback_undoes_all_of_it_or_not(string sql, bool safe) => Assert.Equal(safe, SqlTexts.Class(sql).RollbackSafe);

    [Theory]
    [InlineData("create or replace view v as select 1", "CREATE VIEW")]
    [InlineData("CREATE UNLOGGED TABLE t (a int)", "CREATE TABLE")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "CREATE INDEX CONCURRENTLY")]
    [InlineData("DROP MATERIALIZED VIEW v", "DROP MATERIALIZED VIEW")]
    [InlineData("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a", "ALTER DEFAULT PRIVILEGES")]
    [InlineData("CREATE FOREIGN DATA WRAPPER f", "CREATE FOREIGN DATA WRAPPER")]
    [InlineData("(VALUES (1))", "VALUES")]
    [InlineData("vacuum t", "VACUUM")]
    public void A_command_has_its_name(string sql, string name) => Assert.Equal(name, SqlTexts.Class(sql).Command);

    [Theory]
    [InlineData("CREATE SEQUENCE s.q; SELECT pg_catalog.setval('s.q', 7, true)", true)]
    [InlineData(
        "ALTER TABLE s.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME s.q START WITH 1); SELECT setval('s.q', 7, true)",
        true
    )]
    [InlineData("CREATE SEQUENCE IF NOT EXISTS q; SELECT setval('q', 7)", false)]
    [InlineData("CREATE SEQUENCE q; SELECT setval('other', 7)", false)]
    [InlineData("CREATE SEQUENCE q; SELECT setval('q', nextval('other'))", false)]
    [InlineData("SELECT setval('q', 7); CREATE SEQUENCE q", false)]
    public void A_sequence_that_the_text_makes_takes_its_value_with_it(string sql, bool safe) =>
        Assert.Equal(safe, StatementSplitter.Split(SqlTexts.Of(sql), []).All(s => s.Class.RollbackSafe));
}
