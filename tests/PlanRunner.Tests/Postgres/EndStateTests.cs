using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Failures;
using Xunit;

namespace PlanRunner.Tests.Postgres;

/// <summary>What the catalog tells of statements outside any transaction: before they run, after they failed, after their runner died.</summary>
[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class EndStateTests(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE SCHEMA app;
        CREATE TABLE app.person (id int, mail text, name varchar(20), born date);
        INSERT INTO app.person VALUES (1, 'a', 'x'), (2, 'a', 'y')
        """;

    /// <summary>Each beside one that it is the same as; what stands between is up to who writes it.</summary>
    public static TheoryData<string, string> Same =>
        new()
        {
            { "(mail)", "USING btree (MAIL)" },
            { "(mail)", "( mail ASC NULLS LAST )" },
            { "((mail))", "(\"mail\")" },
            { "(mail DESC)", "(mail DESC NULLS FIRST)" },
            { "(lower(mail))", "((lower( mail )))" },
            { "((name || 'x'::text))", "((name || 'x'))" },
            { "((id+1) , born)", "(( (id) + 1), born)" },
            { "(mail text_pattern_ops)", "(mail pg_catalog.text_pattern_ops)" },
            { "(mail)", "(mail text_ops)" },
            { "(mail COLLATE \"C\")", "(mail COLLATE pg_catalog.\"C\")" },
            { "(mail) INCLUDE (born, id)", "(mail) INCLUDE (born,id)" },
            { "(id) WITH (fillfactor = 70)", "(id) WITH (FILLFACTOR='70')" },
            { "(id) WHERE mail IS NOT NULL AND born > '2020-01-01'", "(id) WHERE ((mail is not null) and (born > DATE '2020-01-01'))" },
            { "(id) WHERE name IN ('a', 'b')", "(id) WHERE name = ANY (ARRAY['a', 'b'])" },
        };

    public static TheoryData<string, string, string> Other =>
        new()
        {
            { "(mail)", "(name)", "its key mail is another column" },
            { "(mail)", "(mail, id)", "it has 1 keys" },
            { "(mail)", "(mail DESC)", "its key mail is sorted ascending, nulls last" },
            { "(mail NULLS FIRST)", "(mail)", "its key mail is sorted ascending, nulls first" },
            { "(lower(mail))", "(upper(mail))", "it has lower(mail) where the plan has upper(mail)" },
            { "(mail)", "USING hash (mail)", "its method is btree" },
            { "(mail)", "(mail) WHERE id > 1", "it has no WHERE" },
            { "(mail) WHERE id > 2", "(mail) WHERE id > 1", "it has (id > 2) where the plan has id > 1" },
            { "(mail text_pattern_ops)", "(mail)", "its key mail has the operator class text_pattern_ops" },
            { "(mail COLLATE \"C\")", "(mail)", "its key mail has the collation C" },
            { "(mail)", "(mail) INCLUDE (id)", "it has no included columns" },
            { "(id) WITH (fillfactor = 70)", "(id)", "its storage parameters are fillfactor=70" },
        };

    [Fact]
    public async Task An_index_is_known_by_its_definition_however_it_is_spelt()
    {
        var db = await DatabaseAsync();
        foreach (var (there, wanted) in Same.Select(row => ((string)row[0], (string)row[1])))
        {
            await using var bench = new StepBench(db);
            await PostgresFixture.SqlAsync(db, "DROP INDEX IF EXISTS app.i", $"CREATE INDEX i ON app.person {there}");
            var outcome = await bench.RunAsync(
                "sql",
                $"on: db\ntext: |\n  CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON app.person {wanted}\n"
            );
            Assert.True(
                outcome is StepOutcome.Done { Because: "index app.i exists, valid and with this definition" },
                $"{there} / {wanted}: {outcome}"
            );
        }
    }

    [Fact]
    public async Task An_index_of_another_definition_is_told_with_what_differs_and_nothing_is_run()
    {
        var db = await DatabaseAsync();
        foreach (var (there, wanted, difference) in Other.Select(row => ((string)row[0], (string)row[1], (string)row[2])))
        {
            await using var bench = new StepBench(db);
            await PostgresFixture.SqlAsync(db, "DROP INDEX IF EXISTS app.i", $"CREATE INDEX i ON app.person {there}");
            var yaml = $"on: db\ntext: |\n  CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON app.person {wanted}\n";
            var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", yaml));
            Assert.Equal(("PR5070", EffectAfterFailure.None), (failed.Diagnostic.Id, failed.Effect));
            Assert.StartsWith(
                $"index app.i exists with another definition: {difference}. It is: CREATE INDEX i ON app.person ",
                failed.Diagnostic.Message,
                StringComparison.Ordinal
            );
            Assert.Contains("DROP INDEX CONCURRENTLY app.i", failed.Diagnostic.Help, StringComparison.Ordinal);
            Assert.Null(bench.Backend);
            Assert.False(Assert.IsType<Observation.Checked>(await bench.ObserveAsync("sql", yaml)).Passed);
        }
    }

    [Fact]
    public async Task An_invalid_index_that_its_step_left_is_dropped_and_built_again()
    {
        var db = await DatabaseAsync();
        await using var bench = new StepBench(db);
        const string yaml = "{ on: db, text: CREATE UNIQUE INDEX CONCURRENTLY person_mail ON app.person (mail) }";
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", yaml));
        Assert.Equal(EffectAfterFailure.None, failed.Effect);
        Assert.Contains("(SQLSTATE 23505)", failed.Diagnostic.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "index app.person_mail is invalid, left by this step: dropped concurrently, then rebuilt by the next apply",
            failed.Diagnostic.Help,
            StringComparison.Ordinal
        );
        Assert.Equal(failed.Left, Assert.IsType<Observation.Exact>(await bench.ObserveAsync("sql", yaml)).Now);

        await PostgresFixture.SqlAsync(db, "DELETE FROM app.person WHERE id = 2");
        Assert.Null(Assert.IsType<StepOutcome.Done>(await bench.RunAsync("sql", yaml)).Because);
        Assert.Equal(
            "app.person_mail true",
            await PostgresFixture.SqlAsync(
                db,
                "SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ' ') FROM pg_index WHERE indrelid = 'app.person'::regclass"
            )
        );
    }

    [Theory]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY person_mail ON app.person (mail)")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS person_mail ON app.person (mail)")]
    public async Task An_invalid_index_that_is_not_of_the_step_is_told_and_never_passes_for_done(string statement)
    {
        var db = await DatabaseAsync();
        await Assert.ThrowsAsync<PostgresFailureException>(() =>
            PostgresFixture.SqlAsync(db, "CREATE UNIQUE INDEX CONCURRENTLY person_mail ON app.person (mail)")
        );
        await using var bench = new StepBench(db) { Idempotent = true };
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", $"{{ on: db, text: '{statement}' }}"));
        Assert.Equal(
            ("index app.person_mail is invalid: its build failed or was interrupted, and it was not this step's", EffectAfterFailure.None),
            (failed.Diagnostic.Message, failed.Effect)
        );
        Assert.EndsWith("DROP INDEX CONCURRENTLY app.person_mail", failed.Diagnostic.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_and_leaves_nothing_has_failed_and_is_not_in_doubt()
    {
        var db = await DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE app.parted (id int) PARTITION BY RANGE (id)");
        foreach (
            var statement in new[]
            {
                "CREATE INDEX CONCURRENTLY i ON app.person (wrong)",
                "CREATE INDEX CONCURRENTLY i ON app.parted (id)",
                "CREATE INDEX CONCURRENTLY i ON nowhere (id)",
                "DROP INDEX CONCURRENTLY app.nothing",
                "REINDEX INDEX CONCURRENTLY app.nothing",
                "VACUUM nothing",
                "ALTER TABLE app.parted DETACH PARTITION app.person CONCURRENTLY",
                "CREATE DATABASE postgres",
                "DROP DATABASE nothing",
                "DROP TABLESPACE nothing",
                "DROP SUBSCRIPTION nothing",
                "ALTER SYSTEM SET nothing = 1",
                "COMMIT PREPARED 'nothing'",
                "ALTER SUBSCRIPTION nothing REFRESH PUBLICATION",
            }
        )
        {
            await using var bench = new StepBench(db);
            var outcome = await bench.RunAsync("sql", $"on: db\ntext: |\n  {statement}\n");
            Assert.True(
                outcome is StepOutcome.Failed { Effect: EffectAfterFailure.None, Left: null, Diagnostic.Id: "PR6104" },
                $"{statement}: {outcome}"
            );
        }

        await using var lone = new StepBench(db);
        var (wrong, called) = (
            await lone.RunAsync("sql", "{ on: db, transaction: forbidden, text: INSERT INTO app.person VALUES ('x') }"),
            await lone.RunAsync("sql", "{ on: db, transaction: forbidden, text: DO 'BEGIN COMMIT; PERFORM 1/0; END' }")
        );
        Assert.Equal(EffectAfterFailure.None, Assert.IsType<StepOutcome.Failed>(wrong).Effect);
        Assert.Equal(EffectAfterFailure.Partial, Assert.IsType<StepOutcome.Failed>(called).Effect);
    }

    [Fact]
    public async Task Every_statement_is_settled_after_a_kill_before_it_was_sent_and_after_it_was_done()
    {
        var db = await DatabaseAsync();
        var other = $"other_{db.Database}";
        foreach (var (before, statement, done) in Statements(other))
        {
            await using var bench = new StepBench(db);
            if (before.Length > 0)
                await PostgresFixture.SqlAsync(
                    db,
                    before.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                );
            var yaml = $"on: db\ntransaction: forbidden\ntext: |\n  {statement}\n";
            bench.OnRunning = () => throw new TimeoutException("killed");
            await Assert.ThrowsAsync<TimeoutException>(() => bench.RunAsync("sql", yaml));
            var answer = await StepBench.Rendered("sql", yaml).AskEndAsync(bench.Context(), tidy: false, default);
            Assert.True(answer is EndAnswer.NotDone, $"{statement}: {answer}");

            bench.OnRunning = () => { };
            var ran = await bench.RunAsync("sql", yaml);
            Assert.True(ran is StepOutcome.Done { Because: null }, $"{statement}: {ran}");
            var settled = await StepBench.Rendered("sql", yaml).AskEndAsync(bench.Context(), tidy: false, default);
            Assert.True(
                done is null ? settled is EndAnswer.NotDone : settled is EndAnswer.Done && settled.Found == done,
                $"{statement}: {settled}"
            );
            var again = await bench.RunAsync("sql", yaml);
            Assert.True(again is StepOutcome.Done found && found.Because == done, $"{statement}: {again}");
        }
    }

    [Fact]
    public async Task A_detach_that_was_cut_off_between_its_transactions_is_brought_to_its_end()
    {
        var db = await DatabaseAsync();
        await PostgresFixture.SqlAsync(
            db,
            "CREATE TABLE app.parted (id int) PARTITION BY RANGE (id)",
            "CREATE TABLE app.part PARTITION OF app.parted FOR VALUES FROM (1) TO (9)"
        );
        const string yaml = "{ on: db, text: ALTER TABLE app.parted DETACH PARTITION app.part CONCURRENTLY }";
        await using var bench = new StepBench(db) { Timeout = TimeSpan.FromSeconds(1.5) };
        await using (var reader = new Sessions("reader", new Dictionary<string, ConnectionSettings> { ["db"] = db }, new Redactor()))
        {
            await using var session = await reader.OpenAsync(
                "db",
                new StepPath("r"),
                new Dictionary<string, string>(),
                null,
                null,
                default
            );
            await session.BeginAsync(readOnly: true, default);
            await session.RunAsync("SELECT count(*) FROM app.parted", [], 1, default);
            var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", yaml));
            Assert.Equal(
                (
                    EffectAfterFailure.None,
                    "the detach of partition app.part from app.parted is pending, started by this step: it is completed: ALTER TABLE app.parted DETACH PARTITION app.part FINALIZE"
                ),
                (failed.Effect, failed.Left)
            );
        }

        await using var stranger = new StepBench(db);
        Assert.Contains(
            "this step did not begin it",
            Assert.IsType<StepOutcome.Failed>(await stranger.RunAsync("sql", yaml)).Diagnostic.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "partition app.part is no longer attached to app.parted",
            Assert.IsType<StepOutcome.Done>(await bench.RunAsync("sql", yaml)).Because
        );
        Assert.Equal("0", await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'app.parted'::regclass"));
    }

    [Fact]
    public async Task Indexes_that_a_reindex_left_are_dropped_and_those_of_others_are_not()
    {
        var db = await DatabaseAsync();
        await PostgresFixture.SqlAsync(
            db,
            "CREATE INDEX i ON app.person (mail)",
            "CREATE INDEX other_ccnew ON app.person (id)",
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.other_ccnew'::regclass"
        );
        const string yaml = "{ on: db, text: REINDEX TABLE CONCURRENTLY app.person }";
        await using var bench = new StepBench(db) { Timeout = TimeSpan.FromSeconds(1.5) };
        await using (var writer = new Sessions("writer", new Dictionary<string, ConnectionSettings> { ["db"] = db }, new Redactor()))
        {
            await using var session = await writer.OpenAsync(
                "db",
                new StepPath("w"),
                new Dictionary<string, string>(),
                null,
                null,
                default
            );
            await session.BeginAsync(readOnly: false, default);
            await session.RunAsync("UPDATE app.person SET id = id", [], 1, default);
            var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", yaml));
            Assert.Equal(EffectAfterFailure.None, failed.Effect);
            Assert.StartsWith("invalid index app.i_ccnew, pg_toast.pg_toast_", failed.Left, StringComparison.Ordinal);
            Assert.EndsWith(
                "_index_ccnew, left by this step: dropped concurrently, then it runs again",
                failed.Left,
                StringComparison.Ordinal
            );
        }

        Assert.Null(Assert.IsType<StepOutcome.Done>(await bench.RunAsync("sql", yaml)).Because);
        Assert.Equal(
            "i other_ccnew",
            await PostgresFixture.SqlAsync(
                db,
                "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE indrelid = 'app.person'::regclass"
            )
        );
        Assert.Equal("all 2 indexes were rebuilt", Assert.IsType<StepOutcome.Done>(await bench.RunAsync("sql", yaml)).Because);
    }

    [Fact]
    public async Task An_index_that_somebody_builds_meanwhile_is_not_taken_for_what_a_cut_off_step_left()
    {
        var db = await DatabaseAsync();
        const string yaml = "{ on: db, text: CREATE INDEX CONCURRENTLY person_mail ON app.person (mail) }";
        await using var bench = new StepBench(db);
        await CutOffAsync(bench, yaml);
        await using var others = new Sessions("others", new Dictionary<string, ConnectionSettings> { ["db"] = db }, new Redactor());
        await using var writer = await others.OpenAsync("db", new StepPath("w"), new Dictionary<string, string>(), null, null, default);
        await writer.BeginAsync(readOnly: false, default);
        await writer.RunAsync("UPDATE app.person SET id = id", [], 1, default);
        await using var builder = await others.OpenAsync("db", new StepPath("b"), new Dictionary<string, string>(), null, null, default);
        var building = builder.RunAsync("CREATE INDEX CONCURRENTLY person_mail ON app.person (mail)", [], 1, default);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            while (
                await PostgresFixture.SqlAsync(
                    db,
                    "SELECT count(*) FROM pg_stat_progress_create_index WHERE index_relid = to_regclass('app.person_mail')"
                ) != "1"
            )
                await Task.Delay(10, patience.Token);
        }

        var answer = Assert.IsType<EndAnswer.InTheWay>(
            await StepBench.Rendered("sql", yaml).AskEndAsync(bench.Context(), tidy: false, default)
        );
        Assert.Contains("index app.person_mail is being built by another session", answer.Found, StringComparison.Ordinal);
        await writer.CommitAsync(default);
        await building;
        Assert.Equal(
            "index app.person_mail exists, valid and with this definition",
            Assert.IsType<StepOutcome.Done>(await bench.RunAsync("sql", yaml)).Because
        );
    }

    [Fact]
    public async Task An_index_that_is_gone_was_not_built_anew()
    {
        var db = await DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE INDEX i ON app.person (mail)");
        const string yaml = "{ on: db, text: REINDEX INDEX CONCURRENTLY app.i }";
        await using var bench = new StepBench(db);
        await CutOffAsync(bench, yaml);
        await PostgresFixture.SqlAsync(db, "DROP INDEX app.i");
        Assert.IsType<EndAnswer.NotDone>(await StepBench.Rendered("sql", yaml).AskEndAsync(bench.Context(), tidy: false, default));
        Assert.Contains(
            "does not exist",
            Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", yaml)).Diagnostic.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_statement_that_no_catalog_tells_of_still_needs_a_probe_or_a_person()
    {
        Assert.Null(StepBench.Rendered("sql", "{ on: db, transaction: forbidden, text: CALL work() }").Settles);
        Assert.Null(StepBench.Rendered("sql", "{ on: db, transaction: forbidden, text: UPDATE t SET a = 1 }").Settles);
        Assert.Null(StepBench.Rendered("sql", "{ on: db, text: CREATE INDEX i ON t (a) }").Settles);
        await Task.CompletedTask;
    }

    /// <summary>What is there before, the statement, and what is found once it was done; null where it simply runs again.</summary>
    internal static IEnumerable<(string Before, string Statement, string? Done)> Statements(string other) =>
        [
            (
                "",
                "CREATE INDEX CONCURRENTLY person_mail ON app.person (mail)",
                "index app.person_mail exists, valid and with this definition"
            ),
            (
                "",
                "CREATE INDEX CONCURRENTLY ON app.person (lower(name))",
                "index app.person_lower_idx exists, valid and with this definition"
            ),
            ("", "REINDEX INDEX CONCURRENTLY app.person_mail", "the index was rebuilt"),
            ("", "REINDEX (CONCURRENTLY) TABLE app.person", "all 3 indexes were rebuilt"),
            ("", "REINDEX SCHEMA CONCURRENTLY app", "all 3 indexes were rebuilt"),
            ("", "DROP INDEX CONCURRENTLY app.person_mail", "index app.person_mail is gone"),
            (
                "CREATE TABLE app.parted (id int) PARTITION BY RANGE (id); CREATE TABLE app.part PARTITION OF app.parted FOR VALUES FROM (1) TO (9)",
                "ALTER TABLE app.parted DETACH PARTITION app.part CONCURRENTLY",
                "partition app.part is no longer attached to app.parted"
            ),
            (
                "CREATE TYPE app.mood AS ENUM ('good')",
                "ALTER TYPE app.mood ADD VALUE 'it''s' AFTER 'good'",
                "value 'it's' of app.mood exists, created by this step"
            ),
            ("", $"CREATE DATABASE {other}", $"database {other} exists, created by this step"),
            ("", $"ALTER DATABASE {other} SET TABLESPACE pg_default", null),
            ("", $"DROP DATABASE {other}", $"database {other} is gone"),
            ("", "ALTER SYSTEM SET log_lock_waits = on", null),
            ("", "ALTER SYSTEM RESET log_lock_waits", null),
            ("", "VACUUM (ANALYZE) app.person", null),
            ("", "ANALYZE app.person", null),
            ("", "CLUSTER", null),
            (
                "CREATE MATERIALIZED VIEW app.seen AS SELECT id FROM app.person; CREATE UNIQUE INDEX ON app.seen (id)",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY app.seen",
                null
            ),
            ("", "REINDEX SCHEMA app", null),
            (
                "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE)",
                "DROP SUBSCRIPTION s",
                "subscription s is gone"
            ),
            (
                $"BEGIN; CREATE TABLE app.later (); PREPARE TRANSACTION '{other}'",
                $"COMMIT PREPARED '{other}'",
                $"the transaction prepared as '{other}' was committed"
            ),
            (
                $"BEGIN; CREATE TABLE app.never (); PREPARE TRANSACTION '{other}'",
                $"ROLLBACK PREPARED '{other}'",
                $"the transaction prepared as '{other}' was rolled back"
            ),
        ];

    private static async Task CutOffAsync(StepBench bench, string yaml)
    {
        bench.OnRunning = () => throw new TimeoutException("killed");
        await Assert.ThrowsAsync<TimeoutException>(() => bench.RunAsync("sql", yaml));
        bench.OnRunning = () => { };
    }

    private async Task<ConnectionSettings> DatabaseAsync()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, Schema.Split(';'));
        return db;
    }
}
