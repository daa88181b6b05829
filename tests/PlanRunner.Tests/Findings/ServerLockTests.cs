using PlanRunner.Sql.Findings;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Findings;

/// <summary>
/// What findings say of locks and of rewritten tables is what a real server does with the same statement. What only the catalog knows
/// (a table that is dropped locks those that its foreign keys refer to, and a partition its table) words cannot tell.
/// </summary>
[Trait(Tier.Trait, Tier.Full)]
public abstract class ServerLockTests(PostgresFixture postgres)
{
    private static readonly string[] Setup =
    [
        "CREATE SCHEMA shop",
        "CREATE TABLE shop.customer (id bigint PRIMARY KEY, name varchar(20), city varchar(20), born date, note text CHECK (note <> ''), CONSTRAINT known CHECK (id > 0) NOT VALID)",
        "INSERT INTO shop.customer SELECT i, 'n', 'c', now(), 'x' FROM generate_series(1, 100) AS i",
        "CREATE INDEX customer_name ON shop.customer (name)",
        "CREATE TABLE shop.purchase (id bigint PRIMARY KEY, customer bigint, CONSTRAINT buyer FOREIGN KEY (customer) REFERENCES shop.customer NOT VALID)",
        "INSERT INTO shop.purchase SELECT i, i FROM generate_series(1, 100) AS i",
        "CREATE UNIQUE INDEX purchase_customer ON shop.purchase (customer)",
        "CREATE TABLE shop.part (id bigint, day date) PARTITION BY RANGE (day)",
        "CREATE TABLE shop.part_1 PARTITION OF shop.part FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        "CREATE TABLE shop.part_2 (id bigint, day date)",
        "INSERT INTO shop.part_2 VALUES (1, '2026-02-03')",
        "CREATE VIEW shop.names AS SELECT name FROM shop.customer",
        "CREATE MATERIALIZED VIEW shop.counted AS SELECT count(*) AS n FROM shop.customer",
        "CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER touched BEFORE UPDATE ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.touch()",
        "CREATE POLICY all_of_it ON shop.customer USING (true)",
        "CREATE PUBLICATION purchases FOR TABLE shop.purchase",
    ];

    private static readonly string[] Statements =
    [
        "ALTER TABLE shop.customer ADD COLUMN phone text",
        "ALTER TABLE shop.customer ADD COLUMN phone text DEFAULT 'none', ADD COLUMN at timestamptz DEFAULT now()",
        "ALTER TABLE shop.customer ADD COLUMN code uuid DEFAULT gen_random_uuid()",
        "ALTER TABLE shop.customer ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp()",
        "ALTER TABLE shop.customer ADD COLUMN n serial",
        "ALTER TABLE shop.customer ADD COLUMN n int GENERATED ALWAYS AS IDENTITY",
        "ALTER TABLE shop.customer ADD COLUMN n int GENERATED ALWAYS AS (id + 1) STORED",
        "ALTER TABLE shop.purchase ADD COLUMN second bigint REFERENCES shop.customer",
        "ALTER TABLE shop.customer ADD CONSTRAINT c CHECK (id > 0) NOT VALID",
        "ALTER TABLE shop.customer ADD CONSTRAINT c CHECK (id > 0)",
        "ALTER TABLE shop.customer ADD UNIQUE (id, name)",
        "ALTER TABLE shop.purchase ADD CONSTRAINT one UNIQUE USING INDEX purchase_customer",
        "ALTER TABLE shop.purchase ADD CONSTRAINT other FOREIGN KEY (customer) REFERENCES shop.customer (id)",
        "ALTER TABLE shop.purchase ADD FOREIGN KEY (customer) REFERENCES shop.customer NOT VALID",
        "ALTER TABLE shop.customer VALIDATE CONSTRAINT known",
        "ALTER TABLE shop.customer ALTER COLUMN city TYPE text USING city || ''",
        "ALTER TABLE shop.customer ALTER born SET DATA TYPE timestamptz",
        "ALTER TABLE shop.customer ALTER COLUMN born SET NOT NULL",
        "ALTER TABLE shop.customer ALTER COLUMN name SET DEFAULT 'x'",
        "ALTER TABLE shop.customer ALTER COLUMN name SET STATISTICS 500",
        "ALTER TABLE shop.customer ALTER COLUMN name SET (n_distinct = 5)",
        "ALTER TABLE shop.customer SET (fillfactor = 90)",
        "ALTER TABLE shop.customer RESET (fillfactor)",
        "ALTER TABLE shop.customer CLUSTER ON customer_name",
        "ALTER TABLE shop.customer DISABLE TRIGGER touched",
        "ALTER TABLE shop.customer ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE shop.part_2 SET UNLOGGED",
        "ALTER TABLE shop.customer REPLICA IDENTITY FULL",
        "ALTER TABLE shop.customer RENAME COLUMN born TO birthday",
        "ALTER TABLE shop.customer RENAME TO client",
        "ALTER TABLE shop.customer DROP COLUMN born",
        "ALTER TABLE shop.customer DROP CONSTRAINT known",
        "ALTER TABLE shop.customer OWNER TO postgres",
        "ALTER TABLE shop.part ATTACH PARTITION shop.part_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
        "ALTER TABLE shop.part DETACH PARTITION shop.part_1",
        "ALTER VIEW shop.names RENAME TO called",
        "ALTER INDEX shop.customer_name RENAME TO by_name",
        "CREATE INDEX ON shop.customer (born)",
        "CREATE UNIQUE INDEX IF NOT EXISTS born_once ON ONLY shop.customer USING btree (id, born) WHERE id > 5",
        "CREATE TABLE shop.line (purchase bigint REFERENCES shop.purchase (id), id int)",
        "CREATE TABLE shop.part_3 PARTITION OF shop.part FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
        "CREATE TABLE shop.kid (more text) INHERITS (shop.customer)",
        "CREATE TABLE shop.copied AS SELECT * FROM shop.customer",
        "CREATE OR REPLACE VIEW shop.names AS SELECT name, id FROM shop.customer",
        "CREATE TRIGGER again AFTER INSERT ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.touch()",
        "CREATE POLICY more ON shop.customer FOR SELECT USING (true)",
        "CREATE STATISTICS shop.pairs ON id, born FROM shop.customer",
        "CREATE PUBLICATION more FOR TABLE shop.customer, ONLY shop.purchase",
        "ALTER PUBLICATION purchases ADD TABLE shop.customer",
        "DROP TABLE IF EXISTS shop.part_2",
        "DROP VIEW shop.names",
        "DROP MATERIALIZED VIEW shop.counted",
        "DROP TRIGGER touched ON shop.customer",
        "DROP POLICY all_of_it ON shop.customer",
        "TRUNCATE shop.purchase, ONLY shop.part_2",
        "LOCK TABLE shop.customer IN SHARE ROW EXCLUSIVE MODE NOWAIT",
        "LOCK shop.customer, shop.purchase",
        "REINDEX TABLE shop.customer",
        "CLUSTER shop.customer USING customer_name",
        "ANALYZE shop.customer",
        "REFRESH MATERIALIZED VIEW shop.counted",
        "COMMENT ON TABLE shop.customer IS 'who buys'",
        "UPDATE shop.customer SET name = 'x' WHERE id = 1",
        "DELETE FROM ONLY shop.purchase WHERE id = 1",
        "INSERT INTO shop.part_2 SELECT id, born FROM shop.customer",
        "WITH gone AS (DELETE FROM shop.purchase WHERE id < 5 RETURNING customer) UPDATE shop.customer SET note = 'y' WHERE id IN (SELECT customer FROM gone)",
    ];

    [Fact]
    public async Task The_locks_that_are_told_are_those_that_a_server_takes()
    {
        var database = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(database, Setup);
        var unlike = new List<string>();
        foreach (var statement in Statements)
        {
            var taken = await PostgresFixture.SqlAsync(
                database,
                "CREATE TEMP TABLE there AS SELECT oid, oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND oid >= 16384",
                "BEGIN",
                statement,
                """
                SELECT string_agg(name || ' ' || mode, '|') FROM pg_locks JOIN there ON oid = relation
                WHERE pid = pg_backend_pid() AND mode NOT IN ('AccessShareLock', 'RowShareLock')
                """
            );
            var server = Strongest(
                (taken ?? "")
                    .Split('|', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split(' '))
                    .Select(parts => new RelationLock(parts[0], TableLocks.OfServer(parts[1])))
            );
            // Reading and marking one row locks out nobody; indexes are not compared.
            var told = Strongest(
                FindingChecker.Locks(statement).Where(l => l.Lock > TableLock.RowShare && l.Relation != "shop.customer_name")
            );
            if (server != told)
                unlike.Add($"{statement}\n    takes {server}\n    told  {told}");
        }

        Assert.True(unlike.Count == 0, string.Join('\n', unlike));
    }

    [Fact]
    public async Task A_table_that_is_told_to_be_written_anew_is_and_no_other()
    {
        var database = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(database, Setup);
        var unlike = new List<string>();
        foreach (var statement in Statements)
        {
            var written = await PostgresFixture.SqlAsync(
                database,
                "CREATE TEMP TABLE there AS SELECT oid, relfilenode FROM pg_class WHERE relkind = 'r' AND oid >= 16384",
                "BEGIN",
                statement,
                "SELECT string_agg(oid::regclass::text, ' ') FROM there JOIN pg_class AS c USING (oid) WHERE there.relfilenode <> c.relfilenode AND pg_relation_size(oid) > 0"
            );
            var findings = new FindingChecker(new FindingContext { Trail = new PlanTrail() }).Check([SqlTexts.One(statement)]);
            if (findings.Any(f => f.Rule == FindingRules.Rewrite) != written is not null)
                unlike.Add($"{statement}: writes anew {written ?? "nothing"}");
        }

        Assert.True(unlike.Count == 0, string.Join('\n', unlike));
    }

    [Fact]
    public async Task A_function_that_is_taken_for_volatile_is_so_where_the_server_has_it() =>
        Assert.Null(
            await PostgresFixture.SqlAsync(
                await postgres.DatabaseAsync(),
                $"SELECT string_agg(proname, ', ') FROM pg_proc WHERE provolatile <> 'v' AND proname IN ({string.Join(", ", VolatileFunctions.All.Select(f => $"'{f}'"))})"
            )
        );

    private static string Strongest(IEnumerable<RelationLock> locks) =>
        string.Join(
            ", ",
            locks
                .GroupBy(l => l.Relation, l => l.Lock, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{g.Key} {g.Max()}")
        );
}

[Collection(PostgresCollection.Name)]
public sealed class UsualServerLockTests(PostgresFixture postgres) : ServerLockTests(postgres);

[Collection(LaterPostgresCollection.Name)]
public sealed class LaterServerLockTests(Postgres18Fixture postgres) : ServerLockTests(postgres);
