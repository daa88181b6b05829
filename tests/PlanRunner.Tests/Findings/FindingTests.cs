using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Findings;

/// <summary>What is found in texts, and what is not: the statement itself, and what stands around it.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("UPDATE t SET a = 1", "block no-where: UPDATE without WHERE changes every row of t")]
    [InlineData(
        "UPDATE ONLY s.\"T x\" AS q SET a = (SELECT 1 WHERE true)",
        "block no-where: UPDATE without WHERE changes every row of s.\"T x\""
    )]
    [InlineData("DELETE FROM t USING u", "block no-where: DELETE without WHERE removes every row of t")]
    [InlineData(
        "WITH x AS (DELETE FROM t RETURNING id) SELECT count(*) FROM x WHERE id > 5",
        "block no-where: DELETE without WHERE removes every row of t"
    )]
    [InlineData("DELETE FROM ONLY (t)", "block no-where: DELETE without WHERE removes every row of t")]
    [InlineData("ALTER TABLE ONLY (t) DROP COLUMN b", "block loses-data: the values of t.b are lost")]
    [InlineData("DELETE FROM U&\"t\"", "block no-where: DELETE without WHERE removes every row of U&\"t\"")]
    [InlineData("DROP TABLE public.U&\"t\"", "block loses-data: the rows of public.U&\"t\" are lost")]
    [InlineData(
        "PREPARE p AS DELETE FROM t",
        "block no-where: DELETE without WHERE removes every row of t|warn nothing-lasts: everything that this step sets or creates ends with it, because every step has its own session|note ends-with-step: the prepared statement p ends with this step, because every step has its own session"
    )]
    [InlineData("EXECUTE p", "note not-read: what the prepared statement does is not analyzed")]
    [InlineData("COPY (DELETE FROM t RETURNING *) TO '/dev/null'", "block no-where: DELETE without WHERE removes every row of t")]
    [InlineData("COPY t FROM PROGRAM 'x'", "note not-read: what the program does is not analyzed")]
    [InlineData("DELETE FROM t WHERE true", "block no-where: DELETE with a WHERE that is always true removes every row of t")]
    [InlineData(
        "UPDATE t SET a = 2 WHERE (1=1) RETURNING a",
        "block no-where: UPDATE with a WHERE that is always true changes every row of t"
    )]
    [InlineData("DELETE FROM t WHERE true = b", "")]
    [InlineData("EXPLAIN DELETE FROM t", "")]
    [InlineData("EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t", "block no-where: DELETE without WHERE removes every row of t")]
    [InlineData("EXPLAIN (ANALYZE false) DELETE FROM t", "")]
    [InlineData(
        "DROP DOMAIN d CASCADE",
        "block loses-data: DROP DOMAIN d CASCADE loses the columns of its types|warn cascade: DROP DOMAIN … CASCADE drops whatever depends on it, which this text does not name"
    )]
    [InlineData("UPDATE t SET a = 1 WHERE id = 5", "")]
    [InlineData("DELETE FROM t WHERE CURRENT OF c", "")]
    [InlineData("INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1", "")]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.id)", "")]
    [InlineData(
        "MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE",
        "block no-where: MERGE removes every row of t (its ON is always true)"
    )]
    [InlineData(
        "MERGE INTO ONLY t AS x USING (SELECT 1) s ON (1 = 1) WHEN MATCHED AND x.a > 1 THEN DELETE WHEN MATCHED THEN UPDATE SET a = 1",
        "block no-where: MERGE changes every row of t (its ON is always true)"
    )]
    [InlineData(
        "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE",
        "block no-where: MERGE removes every row of t that the source lacks, all of them where it is empty"
    )]
    [InlineData(
        "WITH m AS (MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING id) SELECT 1 FROM m",
        "block no-where: MERGE removes every row of t that the source lacks, all of them where it is empty"
    )]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED BY SOURCE AND t.old THEN DELETE", "")]
    [InlineData("MERGE INTO t USING s ON true WHEN NOT MATCHED BY TARGET THEN INSERT VALUES (1) WHEN MATCHED THEN DO NOTHING", "")]
    [InlineData("SELECT 1 FROM t FOR UPDATE", "")]
    [InlineData("SELECT 'DELETE FROM t' AS \"DELETE FROM t\" -- DELETE FROM t", "")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'DELETE FROM t; SELECT 1'", "")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC DELETE FROM t; SELECT 1; END", "")]
    [InlineData(
        "DROP TABLE IF EXISTS a, b.c CASCADE",
        "block loses-data: the rows of a are lost|block loses-data: the rows of b.c are lost|warn cascade: DROP TABLE … CASCADE drops whatever depends on it, which this text does not name|note if-exists: DROP TABLE IF EXISTS succeeds even if the name is wrong"
    )]
    [InlineData("DROP SCHEMA s", "")]
    [InlineData(
        "DROP SCHEMA s CASCADE",
        "block loses-data: everything in s is lost|warn cascade: DROP SCHEMA … CASCADE drops whatever depends on it, which this text does not name"
    )]
    [InlineData("TRUNCATE t", "block loses-data: the rows of t are lost")]
    [InlineData(
        "ALTER TABLE t DROP COLUMN a, DROP b",
        "block loses-data: the values of t.a are lost|block loses-data: the values of t.b are lost"
    )]
    [InlineData("ALTER TABLE t DROP CONSTRAINT c", "")]
    [InlineData("DROP VIEW v", "")]
    [InlineData("CREATE INDEX ON t (a)", "warn not-concurrently: building the index blocks writes to t")]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (a)", "")]
    [InlineData("DROP INDEX i", "warn not-concurrently: DROP INDEX i blocks reads and writes of its table")]
    [InlineData("DROP INDEX CONCURRENTLY i", "")]
    [InlineData("REINDEX (VERBOSE, CONCURRENTLY) TABLE t", "")]
    [InlineData(
        "REINDEX TABLE t",
        "warn not-concurrently: REINDEX TABLE t blocks writes to the table, and queries that would use the index"
    )]
    [InlineData("REFRESH MATERIALIZED VIEW v", "warn not-concurrently: v cannot be read while it is refreshed")]
    [InlineData(
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u",
        "warn scan-under-lock: ADD FOREIGN KEY reads every row of t under SHARE ROW EXCLUSIVE, which blocks writes"
    )]
    [InlineData("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u NOT VALID", "")]
    [InlineData("ALTER TABLE t VALIDATE CONSTRAINT f", "")]
    [InlineData("ALTER TABLE t ADD UNIQUE (a)", "warn not-concurrently: ADD UNIQUE builds its index while t cannot be read or written")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i", "")]
    [InlineData(
        "ALTER TABLE t ALTER a TYPE bigint",
        "warn rewrite: the new type of a rewrites the table, unless it only widens the old type (varchar to text or to a longer varchar, numeric to more digits before its point), and t cannot be read or written meanwhile"
    )]
    [InlineData(
        "ALTER TABLE t ADD a uuid DEFAULT gen_random_uuid()",
        "warn rewrite: adding a: the default gen_random_uuid() is computed for every row, and t cannot be read or written meanwhile"
    )]
    [InlineData("ALTER TABLE t ADD a timestamptz NOT NULL DEFAULT now()", "")]
    [InlineData(
        "ALTER TABLE t ADD COLUMN a int NOT NULL",
        "warn not-null-without-default: a is added NOT NULL without a default, which fails if t has rows"
    )]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO b", "warn rename: t.a becomes b: queries with the old name fail from that moment")]
    [InlineData("ALTER TABLE t RENAME CONSTRAINT a TO b", "")]
    [InlineData("VACUUM (FULL, ANALYZE) t", "warn rewrite: VACUUM FULL rewrites t, which cannot be read or written meanwhile")]
    [InlineData("VACUUM (ANALYZE) t", "")]
    [InlineData("DO $$ BEGIN DELETE FROM t; END $$", "note not-read: what this DO block does is not analyzed")]
    [InlineData(
        "CREATE TABLE IF NOT EXISTS t (a int)",
        "note if-exists: CREATE TABLE IF NOT EXISTS succeeds even if one exists with another definition"
    )]
    [InlineData("CREATE EXTENSION IF NOT EXISTS hstore", "")]
    [InlineData("GRANT SELECT ON t TO u", "")]
    [InlineData("ALTER", "")]
    [InlineData("ALTER TABLE", "")]
    [InlineData("ALTER TABLE t ADD", "")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT", "")]
    [InlineData("DROP", "")]
    [InlineData("CREATE INDEX", "")]
    [InlineData("CREATE TABLE t (", "")]
    [InlineData("LOCK TABLE t IN MODE", "")]
    [InlineData("WITH", "")]
    public void A_statement_gives_its_findings(string sql, string expected)
    {
        var told = Told(sql, new FindingContext { Trail = new PlanTrail(), HasLockTimeout = true })
            .Where(f => f.Rule != FindingRules.BlocksReads && f.Rule != FindingRules.BlocksWrites);
        Assert.Equal(expected, string.Join('|', told.OrderByDescending(f => f.Severity).Select(Line)));
    }

    [Theory]
    [InlineData("SET search_path = app", "SET search_path", true)]
    [InlineData("SET SESSION app.tenant TO 'x'", "SET app.tenant", true)]
    [InlineData("SET ROLE app_owner", "SET ROLE", true)]
    [InlineData("SET SESSION AUTHORIZATION app_owner", "SET SESSION AUTHORIZATION", true)]
    [InlineData("SET TIME ZONE 'UTC'", "SET TIME ZONE", true)]
    [InlineData("SET search_path = app; CREATE TABLE t (a int)", "SET search_path", false)]
    [InlineData("CREATE TEMP TABLE w AS SELECT 1 AS a", "the temporary table w", true)]
    [InlineData(
        "CREATE TEMPORARY TABLE w (a int); INSERT INTO w VALUES (1); CREATE INDEX ON w (a); ANALYZE w",
        "the temporary table w",
        true
    )]
    [InlineData("CREATE TABLE pg_temp.w (a int)", "the temporary table w", true)]
    [InlineData("SELECT 1 AS a INTO TEMP w", "the temporary table w", true)]
    [InlineData(
        "CREATE LOCAL TEMP TABLE w AS SELECT id FROM t; DELETE FROM t WHERE id IN (SELECT id FROM w)",
        "the temporary table w",
        false
    )]
    [InlineData("CREATE OR REPLACE TEMP VIEW w AS SELECT 1", "the temporary view w", true)]
    [InlineData("LISTEN changes", "LISTEN", true)]
    [InlineData("SELECT pg_advisory_lock(42)", "the lock of pg_advisory_lock()", true)]
    [InlineData("SELECT pg_catalog.set_config('app.tenant', 'x', false)", "what set_config(…, false) sets", true)]
    [InlineData("DO $$ BEGIN END $$", null, false)]
    [InlineData("SET LOCAL search_path = app; CREATE TABLE t (a int)", null, false)]
    [InlineData("SET LOCAL search_path = app", null, true)]
    [InlineData("SET CONSTRAINTS ALL DEFERRED; INSERT INTO t VALUES (1)", null, false)]
    [InlineData("SELECT set_config('app.tenant', 'x', true), pg_advisory_xact_lock(1)", null, false)]
    [InlineData("PREPARE TRANSACTION 'x'", null, false)]
    [InlineData("CREATE TABLE temp (a int)", null, false)]
    public void What_ends_with_its_step_is_told_and_a_step_that_does_nothing_else_is_a_warning(string sql, string? ends, bool nothing)
    {
        var told = Told(sql, new FindingContext { Trail = new PlanTrail(), HasLockTimeout = true });
        Assert.Equal(
            ends is null ? null : $"{ends} ends with this step, because every step has its own session",
            told.SingleOrDefault(f => f.Rule == FindingRules.EndsWithStep)?.Message
        );
        Assert.Equal(nothing, told.Any(f => f.Rule == FindingRules.NothingLasts));
    }

    [Fact]
    public void Outside_a_transaction_SET_LOCAL_has_no_effect_at_all() =>
        Assert.Contains(
            Told("SET LOCAL work_mem = '1GB'", new FindingContext { Trail = new PlanTrail(), InTransaction = false }),
            f =>
                f.Message
                == "SET LOCAL work_mem, which has no effect at all outside a transaction, ends with this step, because every step has its own session"
        );

    [Fact]
    public void A_strong_lock_without_a_lock_timeout_is_told_once() =>
        Assert.Equal(
            [
                "warn no-lock-timeout: it waits for ACCESS EXCLUSIVE on t without a lock_timeout, and every other session queues behind it",
                "note blocks-reads: ACCESS EXCLUSIVE on t blocks reads and writes until the step is committed",
                "note blocks-writes: SHARE ROW EXCLUSIVE on u blocks writes until the step is committed",
            ],
            Lines(
                "ALTER TABLE t ADD a int; CREATE TRIGGER x AFTER INSERT ON u EXECUTE FUNCTION f()",
                new FindingContext { Trail = new PlanTrail() }
            )
        );

    [Theory]
    [InlineData("SET LOCAL lock_timeout = '5s'; ALTER TABLE t ADD a int")]
    [InlineData("SET lock_timeout TO 5000; ALTER TABLE t ADD a int")]
    public void The_text_itself_may_set_a_lock_timeout(string sql) =>
        Assert.DoesNotContain(Told(sql, new FindingContext { Trail = new PlanTrail() }), f => f.Rule == FindingRules.NoLockTimeout);

    [Fact]
    public void Work_behind_a_strong_lock_of_the_same_transaction_is_told()
    {
        const string sql = "ALTER TABLE t ADD a int; UPDATE u SET b = 1 WHERE c";
        Assert.Contains(
            "warn work-under-lock: it processes u while an earlier statement still holds ACCESS EXCLUSIVE on t, which blocks reads and writes",
            Lines(sql, new FindingContext { Trail = new PlanTrail(), HasLockTimeout = true })
        );
        Assert.DoesNotContain(
            Told(sql, new FindingContext { Trail = new PlanTrail(), InTransaction = false }),
            f => f.Rule == FindingRules.WorkUnderLock
        );
    }

    [Fact]
    public void What_the_run_itself_makes_locks_out_nobody() =>
        Assert.Empty(
            Told(
                "CREATE TABLE s.t (a int); CREATE INDEX ON s.t (a); ALTER TABLE t ADD b int; INSERT INTO t SELECT 1; UPDATE s.t SET a = 2; ALTER TABLE S.\"t\" DROP COLUMN a; DROP TABLE s.t",
                new FindingContext { Trail = new PlanTrail() }
            )
        );

    [Fact]
    public void What_the_plan_made_earlier_may_be_emptied_and_dropped_and_is_locked()
    {
        var trail = new PlanTrail();
        FindingChecker.Learn(trail, Split("CREATE TABLE s.t (a int)"));
        Assert.Empty(Told("UPDATE s.t SET a = 1", new FindingContext { Trail = trail }));
        Assert.Equal(
            ["note blocks-reads"],
            Told("DROP TABLE s.t", new FindingContext { Trail = trail, HasLockTimeout = true }).Select(f => Line(f).Split(':')[0])
        );
    }

    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS t (a int); DROP TABLE t")]
    [InlineData("CREATE TEMP TABLE t (a int); DROP TABLE t")]
    [InlineData("CREATE TABLE app.t (a int); DROP TABLE t")]
    [InlineData("CREATE TABLE t (a int); DROP TABLE public.t")]
    [InlineData("CREATE TABLE t (a int); SET search_path = app; DROP TABLE t")]
    [InlineData("CREATE TABLE a (); ALTER TABLE a RENAME TO b; ALTER TABLE t RENAME TO a; DROP TABLE a")]
    [InlineData("CREATE TABLE t (a int); DROP TABLE t; DROP TABLE t")]
    [InlineData("CREATE TABLE p (a int) PARTITION BY LIST (a); ALTER TABLE p ATTACH PARTITION t DEFAULT; DROP TABLE p")]
    [InlineData("CREATE TABLE p (a int); ALTER TABLE t INHERIT p; DROP TABLE p")]
    public void What_the_plan_did_not_certainly_make_is_somebodys(string sql) =>
        Assert.Contains(Told(sql, new FindingContext { Trail = new PlanTrail() }), f => f.Rule == FindingRules.LosesData);

    [Fact]
    public void A_check_that_the_plan_validated_spares_SET_NOT_NULL_its_look_at_the_rows()
    {
        const string set = "ALTER TABLE t ALTER COLUMN a SET NOT NULL";
        var trail = new PlanTrail();
        FindingChecker.Learn(trail, Split("ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID"));
        Assert.Contains(Told(set, new FindingContext { Trail = trail }), f => f.Rule == FindingRules.ScanUnderLock);
        FindingChecker.Learn(trail, Split("ALTER TABLE t VALIDATE CONSTRAINT c"));
        Assert.DoesNotContain(Told(set, new FindingContext { Trail = trail }), f => f.Rule == FindingRules.ScanUnderLock);
        Assert.Contains(
            Told(set.Replace("COLUMN a", "COLUMN b", StringComparison.Ordinal), new FindingContext { Trail = trail }),
            f => f.Rule == FindingRules.ScanUnderLock
        );
    }

    [Theory]
    [InlineData(1000, 100_000, "note", "(about 1,000 rows, 98 kB)")]
    [InlineData(-1, 10_000, "note", "(9.8 kB)")]
    [InlineData(2_000_000, 3L << 30, "warn", "(about 2,000,000 rows, 3 GB)")]
    public void The_size_of_the_table_decides_how_much_it_weighs(long rows, long bytes, string weight, string said)
    {
        var finding = Assert.Single(
            Told(
                "CREATE INDEX ON t (a)",
                new FindingContext
                {
                    Trail = new PlanTrail(),
                    HasLockTimeout = true,
                    SizeOf = _ => new RelationSize(rows, bytes),
                }
            )
        );
        Assert.StartsWith(weight, Line(finding), StringComparison.Ordinal);
        Assert.EndsWith(said, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_is_idempotent_may_say_IF_EXISTS() =>
        Assert.DoesNotContain(
            Told(
                "DROP VIEW IF EXISTS v",
                new FindingContext
                {
                    Trail = new PlanTrail(),
                    HasLockTimeout = true,
                    Idempotent = true,
                }
            ),
            f => f.Rule == FindingRules.IfExists
        );

    [Fact]
    public void A_finding_stands_where_its_words_do() =>
        Assert.Equal(
            "x.sql:2:26",
            Told("SELECT 1;\nALTER TABLE t ADD a int, DROP b", new FindingContext { Trail = new PlanTrail() })
                .Single(f => f.Rule == FindingRules.LosesData)
                .Place.ToString()
        );

    internal static IReadOnlyList<Finding> Told(string sql, FindingContext context) => new FindingChecker(context).Check(Split(sql));

    internal static string Line(Finding finding) =>
        $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Rule.Id}: {finding.Message}";

    private static IReadOnlyList<string> Lines(string sql, FindingContext context) => [.. Told(sql, context).Select(Line)];

    private static IReadOnlyList<SqlStatement> Split(string sql) => StatementSplitter.Split(SqlTexts.Of(sql), new Diagnostics());

    [Theory]
    [InlineData("app.account", "app.account", true)]
    [InlineData("account", "app.account", true)]
    [InlineData("app.other", "app.account", false)]
    [InlineData("alter table  app.account", "app.account", true)]
    [InlineData("ALTER TABLE app.acc", "app.account", false)]
    [InlineData("ALTER TABLE app.account ADD b int;", "app.account", true)]
    public void A_waiver_can_be_bound_to_a_relation_or_to_a_statement(string on, string relation, bool covers)
    {
        var waiver = Waiver.Of($"rewrite on {on}", "why", default!);
        Assert.Equal(covers, waiver.Covers("rewrite", relation, "ALTER TABLE app.account\n  ADD b int"));
        Assert.False(waiver.Covers("no-where", relation, "ALTER TABLE app.account ADD b int"));
    }

    [Fact]
    public void One_statement_with_many_actions_is_read_in_linear_time()
    {
        var small = Time(2_000);
        var large = Time(50_000);
        // 25 times as many; a square would be 625 times as much.
        Assert.True(large < small * 125 + TimeSpan.FromSeconds(1), $"{small} for 2,000 and {large} for 50,000");

        static TimeSpan Time(int actions)
        {
            var text =
                "ALTER TABLE t "
                + string.Join(", ", Enumerable.Range(0, actions).Select(n => $"ALTER COLUMN c{n} SET NOT NULL, DROP COLUMN d{n}"));
            var began = System.Diagnostics.Stopwatch.StartNew();
            Assert.True(Told(text, new FindingContext { Trail = new PlanTrail() }).Count >= 2 * actions);
            return began.Elapsed;
        }
    }

    [Theory]
    [InlineData("CREATE TABLE app.account (id int)", "account", true)]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY i ON app.account (id)", "account", false)]
    [InlineData("CREATE VIEW app.v AS SELECT * FROM app.account", "account", false)]
    [InlineData("CREATE OR REPLACE FUNCTION app.f(a int) RETURNS account LANGUAGE sql AS ''", "f", true)]
    [InlineData("ALTER TABLE app.account ADD COLUMN IF NOT EXISTS mail text", "mail", true)]
    [InlineData("ALTER TABLE app.account ADD mail text", "mail", true)]
    [InlineData("ALTER TABLE app.account RENAME TO person", "person", true)]
    [InlineData("ALTER TABLE app.account DROP COLUMN mail", "mail", false)]
    [InlineData("SELECT 1 AS a INTO made FROM app.account", "made", true)]
    [InlineData("INSERT INTO app.account VALUES (1)", "account", false)]
    public void A_statement_tells_whether_it_makes_an_object_of_a_name(string statement, string name, bool makes)
    {
        Assert.Equal(makes, FindingChecker.Makes(Split(statement).Single(), name));
    }
}
