using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.Kinds;

[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class SqlKindTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Statements_run_in_one_transaction_whose_marker_is_written_before_COMMIT()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        string? seen = null;
        bench.OnJournal = _ => seen = PostgresFixture.SqlAsync(db, "SELECT to_regclass('t') IS NULL").GetAwaiter().GetResult();
        var done = Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync(
                "sql",
                """
                on: db
                capture: [lsn, n]
                text: |
                  CREATE TABLE t (a int);
                  INSERT INTO t VALUES (1) RETURNING '0/10'::pg_lsn AS lsn, a AS n;
                  CREATE INDEX ON t (a);
                """
            )
        );
        Assert.Equal(new CapturedValue("pg_lsn", "0/10"), done.Captured["lsn"]);
        Assert.Equal(["committing lsn=0/10::pg_lsn, n=1::integer"], bench.Journal);
        Assert.Equal("t", seen);
        Assert.Equal("1", await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t"));
        Assert.Equal(
            CommitFate.Committed,
            (await StepBench.Rendered("sql", "{ on: db, text: SELECT 1 }").SettleAsync(bench.Context(), bench.Points[0], default)).Fate
        );
    }

    [Fact]
    public async Task An_error_is_placed_in_the_plan_and_nothing_is_kept()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db) { Parameters = { ["n"] = new CapturedValue("integer", "1") } };
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "sql",
                """
                on: db
                params: { n: other.n }
                text: |
                  CREATE TABLE t (a int);
                  SELECT :n, wrong
                    FROM t;
                """
            )
        );
        Assert.Equal("plan.yaml:5:14", failed.Diagnostic.Place.ToString());
        Assert.Equal("db: column \"wrong\" does not exist (SQLSTATE 42703)", failed.Diagnostic.Message);
        Assert.Equal((EffectAfterFailure.None, false), (failed.Effect, failed.Transient));
        Assert.Empty(bench.Journal);
        Assert.Equal("t", await PostgresFixture.SqlAsync(db, "SELECT to_regclass('t') IS NULL"));
    }

    [Fact]
    public async Task A_secret_is_sent_and_shown_by_name_only()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        bench.Sessions.Redactor.Add("password", "hunter2-canary");
        var body = StepBench.Rendered("sql", "{ on: db, text: 'SELECT {{ secret | sql.literal }}::int' }");
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync(body));
        Assert.Equal("SELECT  E'(secret password)'::int", body.Redacted);
        Assert.Equal("db: invalid input syntax for type integer: \"(secret password)\" (SQLSTATE 22P02)", failed.Diagnostic.Message);
    }

    [Theory]
    [InlineData("SELECT 1 AS a WHERE false", "capture needs exactly one row; there is none")]
    [InlineData("SELECT * FROM generate_series(1, 3) AS a", "capture needs exactly one row; there are 3")]
    [InlineData("SELECT null::int AS a", "column \"a\" is null, which cannot be captured")]
    [InlineData("SELECT 1 AS b", "the result has no column \"a\"; it has b")]
    [InlineData("CREATE TABLE t ()", "no statement of this step returns rows, so nothing can be captured")]
    public async Task What_cannot_be_captured_fails_the_step_before_COMMIT(string sql, string message)
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", $"{{ on: db, capture: a, text: '{sql}' }}"));
        Assert.Equal((message, EffectAfterFailure.None), (failed.Diagnostic.Message, failed.Effect));
        Assert.Empty(bench.Journal);
    }

    [Theory]
    [InlineData("{ on: db, text: SELECT count(*) = 1 FROM t }", true)]
    [InlineData("{ on: db, text: SELECT count(*) = 2 FROM t }", false)]
    [InlineData("{ on: db, text: SELECT true FROM t WHERE a > 5 }", false)]
    public async Task Verify_on_the_same_connection_decides_before_COMMIT(string verify, bool keeps)
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (a int)");
        await using var bench = new StepBench(db) { Verify = verify };
        var outcome = await bench.RunAsync("sql", "{ on: db, text: INSERT INTO t VALUES (1) }");
        if (!keeps)
        {
            var failed = Assert.IsType<StepOutcome.Failed>(outcome);
            Assert.Equal(
                ("verify returned false, so the step was rolled back", EffectAfterFailure.None),
                (failed.Diagnostic.Message, failed.Effect)
            );
        }

        Assert.Equal(keeps ? "1" : "0", await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Verify_on_another_connection_leaves_the_step_unverified_when_it_says_no()
    {
        var db = await postgres.DatabaseAsync();
        var other = await postgres.DatabaseAsync("other");
        await using var bench = new StepBench(db, other) { Verify = "{ on: other, text: SELECT to_regclass('t') IS NOT NULL }" };
        var unverified = Assert.IsType<StepOutcome.Unverified>(
            await bench.RunAsync("sql", "{ on: db, text: CREATE TABLE t AS SELECT 1 AS a, capture: [] }")
        );
        Assert.Equal("the step ran, and verify returned false", unverified.Diagnostic.Message);
        Assert.Equal("f", await PostgresFixture.SqlAsync(db, "SELECT to_regclass('t') IS NULL"));
    }

    [Fact]
    public async Task Trying_keeps_nothing_and_writes_no_marker()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var body = StepBench.Rendered("sql", "{ on: db, transaction: rollback, text: CREATE TABLE t (a int) }");
        Assert.Equal(StepEffect.None, body.Effect);
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync(body));
        Assert.Empty(bench.Journal);
        Assert.Equal("t", await PostgresFixture.SqlAsync(db, "SELECT to_regclass('t') IS NULL"));
    }

    [Fact]
    public async Task A_warning_that_was_said_to_be_a_failure_is_one()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "sql",
                """
                { on: db, fail_on_notice: [WARNING], text: "CREATE TABLE t (a int); DO $$ BEGIN RAISE NOTICE 'so far'; RAISE WARNING 'look'; END $$" }
                """
            )
        );
        Assert.Equal(("the server said WARNING: look", EffectAfterFailure.None), (failed.Diagnostic.Message, failed.Effect));
        Assert.Equal(["NOTICE so far", "WARNING look"], bench.Events.OfType<StepEvent.Notice>().Select(n => $"{n.Severity} {n.Text}"));
    }

    [Fact]
    public async Task A_constraint_that_COMMIT_refuses_means_that_nothing_was_done()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(
            db,
            "CREATE TABLE p (a int PRIMARY KEY)",
            "CREATE TABLE c (a int REFERENCES p DEFERRABLE INITIALLY DEFERRED)"
        );
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", "{ on: db, text: INSERT INTO c VALUES (1) }"));
        Assert.Contains("(SQLSTATE 23503)", failed.Diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal((EffectAfterFailure.None, false), (failed.Effect, failed.Transient));
        Assert.Equal(["committing"], bench.Journal);
    }

    [Fact]
    public async Task A_backend_ended_during_a_statement_did_nothing_and_trying_again_may_help()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var run = bench.RunAsync("sql", "{ on: db, text: CREATE TABLE t (a int); SELECT pg_sleep(600) }");
        await EndAsync(db, "wait_event = 'PgSleep'");
        var failed = Assert.IsType<StepOutcome.Failed>(await run);
        Assert.Equal((EffectAfterFailure.None, true), (failed.Effect, failed.Transient));
        Assert.Contains("57P01", failed.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(WireEnd.Close), true)]
    [InlineData(nameof(WireEnd.Close), false)]
    [InlineData(nameof(WireEnd.Reset), true)]
    [InlineData(nameof(WireEnd.Reset), false)]
    public async Task A_connection_that_dies_at_COMMIT_is_settled_in_the_same_run(string end, bool arrives)
    {
        var db = await postgres.DatabaseAsync();
        await using var wire = new BreakingWire(db.Port);
        wire.Arm(WireBreak.AtCommit(1, Enum.Parse<WireEnd>(end), delivered: arrives));
        await using var bench = new StepBench(db with { Port = wire.Port, SslMode = "disable", RootCertificate = null });
        var outcome = await bench.RunAsync(
            "sql",
            "{ on: db, capture: a, text: CREATE TABLE t (a int); INSERT INTO t VALUES (1) RETURNING a }"
        );
        if (arrives)
        {
            Assert.Equal("1", Assert.IsType<StepOutcome.Done>(outcome).Captured["a"].Text);
        }
        else
        {
            var failed = Assert.IsType<StepOutcome.Failed>(outcome);
            Assert.Equal(("PR6108", EffectAfterFailure.None, true), (failed.Diagnostic.Id, failed.Effect, failed.Transient));
        }

        Assert.Equal(arrives ? "f" : "t", await PostgresFixture.SqlAsync(db, "SELECT to_regclass('t') IS NULL"));
    }

    [Theory]
    [InlineData("pg_terminate_backend")]
    [InlineData("pg_cancel_backend")]
    public async Task A_COMMIT_that_waits_for_a_standby_and_is_ended_has_committed(string end)
    {
        await using var cluster = await PostgresCluster.StartNewAsync(
            new PostgresClusterOptions
            {
                Major = postgres.Major,
                Settings = new Dictionary<string, string> { ["synchronous_standby_names"] = "nobody", ["synchronous_commit"] = "local" },
            },
            default
        );
        var db = cluster.Superuser() with { Name = "db" };
        await using var bench = new StepBench(db) { Settings = { ["synchronous_commit"] = "on" } };
        var run = bench.RunAsync("sql", "{ on: db, text: CREATE TABLE t (a int) }");
        await EndAsync(db, "wait_event = 'SyncRep'", end);
        Assert.IsType<StepOutcome.Done>(await run);
        Assert.Equal("f", await PostgresFixture.SqlAsync(db, "SELECT to_regclass('t') IS NULL"));
    }

    [Fact]
    public async Task A_cancel_before_COMMIT_rolls_back_and_is_passed_on()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        using var cancel = new CancellationTokenSource();
        var run = bench.RunAsync("sql", "{ on: db, text: CREATE TABLE t (a int); SELECT pg_sleep(600) }", cancel.Token);
        await PostgresFixture.UntilAsync(
            db,
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        );
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("t", await PostgresFixture.SqlAsync(db, "SELECT to_regclass('t') IS NULL"));
        await PostgresFixture.UntilAsync(
            db,
            "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'planrunner move group/step'"
        );
    }

    [Fact]
    public async Task A_deadline_says_how_long_what_and_who_was_in_the_way()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (a int)");
        await using var sessions = new Sessions("x", new Dictionary<string, ConnectionSettings> { ["db"] = db });
        await using var holder = await sessions.OpenAsync(
            "db",
            new StepPath("holder"),
            new Dictionary<string, string>(),
            null,
            null,
            default
        );
        await holder.BeginAsync(readOnly: false, default);
        await holder.RunAsync("LOCK TABLE t", [], 0, default);
        await using var bench = new StepBench(db) { Timeout = TimeSpan.FromSeconds(5) };
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", "{ on: db, text: ALTER TABLE t ADD b int }"));
        Assert.Equal("the timeout of 5.0s passed while running ALTER TABLE", failed.Diagnostic.Message);
        Assert.Equal(
            $"waiting for a lock of backend {holder.Identity.ProcessId} (postgres, planrunner x holder, idle in transaction): LOCK TABLE t",
            failed.Diagnostic.Detail
        );
        Assert.Equal(EffectAfterFailure.None, failed.Effect);
    }

    [Fact]
    public async Task A_lock_timeout_may_pass()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (a int)");
        await using var sessions = new Sessions("x", new Dictionary<string, ConnectionSettings> { ["db"] = db });
        await using var holder = await sessions.OpenAsync(
            "db",
            new StepPath("holder"),
            new Dictionary<string, string>(),
            null,
            null,
            default
        );
        await holder.BeginAsync(readOnly: false, default);
        await holder.RunAsync("LOCK TABLE t", [], 0, default);
        await using var bench = new StepBench(db) { Settings = { ["lock_timeout"] = "50ms" } };
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", "{ on: db, text: ALTER TABLE t ADD b int }"));
        Assert.Equal((true, EffectAfterFailure.None), (failed.Transient, failed.Effect));
        Assert.Contains("(SQLSTATE 55P03)", failed.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_rollback_does_not_undo_leaves_a_doubt()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE SEQUENCE s");
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("sql", "{ on: db, text: \"SELECT setval('s', 100); SELECT 1 / 0\" }")
        );
        Assert.Equal(EffectAfterFailure.Partial, failed.Effect);
        Assert.Equal("100", await PostgresFixture.SqlAsync(db, "SELECT last_value FROM s"));
        Assert.Equal(
            EffectAfterFailure.None,
            Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", "{ on: db, text: \"SELECT setval('s', 1) wrong wrong\" }")).Effect
        );
        Assert.False(bench.Points.Exists(p => p.RollbackSafe));
    }

    [Fact]
    public async Task A_statement_that_cannot_be_in_a_transaction_runs_outside_of_one()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t AS SELECT 1 AS a UNION ALL SELECT 1");
        await using var bench = new StepBench(db)
        {
            Verify = "{ on: db, text: SELECT indisvalid FROM pg_index WHERE indexrelid = 'good'::regclass }",
        };
        var body = StepBench.Rendered("sql", "{ on: db, text: 'CREATE INDEX CONCURRENTLY good ON t (a);' }");
        Assert.Equal(StepEffect.Outside, body.Effect);
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync(body));
        Assert.Empty(bench.Journal);

        // It leaves an invalid index behind, which is looked for.
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("sql", "{ on: db, text: CREATE UNIQUE INDEX CONCURRENTLY bad ON t (a) }")
        );
        Assert.Equal(
            (EffectAfterFailure.None, "index public.bad is invalid, left by this step: dropped concurrently, then rebuilt"),
            (failed.Effect, failed.Left)
        );
        Assert.Equal("f", await PostgresFixture.SqlAsync(db, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'bad'::regclass"));
        var there = Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync("sql", "{ on: db, text: CREATE INDEX CONCURRENTLY good ON t (a) }")
        );
        Assert.Equal("index public.good exists, valid and with this definition", there.Because);
    }

    [Fact]
    public async Task A_slot_is_made_outside_and_its_result_captured()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var done = Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync(
                "sql",
                """
                { on: db, transaction: forbidden, capture: lsn, text: "SELECT lsn FROM pg_create_logical_replication_slot('made_here', 'pgoutput')" }
                """
            )
        );
        Assert.Equal("pg_lsn", done.Captured["lsn"].Type);
        await PostgresFixture.SqlAsync(db, "SELECT pg_drop_replication_slot('made_here')");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_was_asked_nothing()
    {
        await using var bench = new StepBench(new ConnectionSettings("db", "127.0.0.1", 1, "x", "x") { SslMode = "disable" });
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", "{ on: db, text: VACUUM }"));
        Assert.Equal(
            ("PR6101", EffectAfterFailure.None, true, "plan.yaml:1:17"),
            (failed.Diagnostic.Id, failed.Effect, failed.Transient, failed.Diagnostic.Place.ToString())
        );
    }

    [Theory]
    [InlineData(
        "{ on: db, text: 'SELECT 1; VACUUM' }",
        "plan.yaml:1:28 PR3307 VACUUM cannot run inside a transaction, so it must be alone in its step"
    )]
    [InlineData(
        "{ on: db, transaction: required, text: VACUUM }",
        "plan.yaml:1:40 PR3306 transaction: required, but VACUUM cannot run inside a transaction"
    )]
    [InlineData(
        "{ on: db, transaction: rollback, text: VACUUM }",
        "plan.yaml:1:40 PR3306 transaction: rollback, but VACUUM cannot run inside a transaction"
    )]
    [InlineData(
        "{ on: db, transaction: forbidden, text: SELECT 1; SELECT 2 }",
        "plan.yaml:1:51 PR3307 with transaction: forbidden a step holds exactly one statement"
    )]
    [InlineData(
        "{ on: db, transaction: rollback, text: \"SELECT setval('s', 1)\" }",
        "plan.yaml:1:41 PR3309 transaction: rollback, but it calls setval(), whose effect a rollback does not undo"
    )]
    [InlineData("{ on: db, text: '-- nothing' }", "plan.yaml:1:17 PR4110 there is no statement here")]
    [InlineData("{ on: db, text: SELECT 1, params: { a: b.c } }", "plan.yaml:1:40 PR3303 parameter \"a\" is never used")]
    public void What_cannot_work_is_told_before_anything_runs(string yaml, string expected) =>
        Assert.Equal([expected], SqlTexts.Told(StepBench.Render("sql", yaml).Found));

    [Fact]
    public void A_change_of_the_transaction_s_mode_changes_the_fingerprint() =>
        Assert.NotEqual(
            StepBench.Rendered("sql", "{ on: db, text: SELECT 1 }").FingerprintFacts,
            StepBench.Rendered("sql", "{ on: db, text: SELECT 1, transaction: forbidden }").FingerprintFacts
        );

    private static async Task EndAsync(ConnectionSettings db, string where, string how = "pg_terminate_backend")
    {
        var which = $"application_name = 'planrunner move group/step' AND {where}";
        await PostgresFixture.UntilAsync(db, $"SELECT count(*) = 1 FROM pg_stat_activity WHERE {which}");
        await PostgresFixture.SqlAsync(db, $"SELECT {how}(pid) FROM pg_stat_activity WHERE {which}");
    }
}
