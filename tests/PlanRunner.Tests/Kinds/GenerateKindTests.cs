using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Kinds;

[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class GenerateKindTests(PostgresFixture postgres)
{
    private const string Inserts = "SELECT format('INSERT INTO t VALUES (%s)', i) AS sql, 'k' || i AS key FROM generate_series(1, 3) i";

    [Fact]
    public async Task Each_statement_has_its_marker_after_the_list_is_journaled()
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db);
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync("generate", $"{{ from: db, text: \"{Inserts}\" }}"));
        Assert.Equal(
            ["listed 3", "committing k1", "item-done k1", "committing k2", "item-done k2", "committing k3", "item-done k3"],
            bench.Journal
        );
        Assert.Equal(new ListedStatement("k2", "INSERT INTO t VALUES (2)", Fingerprint.Of("INSERT INTO t VALUES (2)")), bench.List[1]);
        Assert.Equal("6", await PostgresFixture.SqlAsync(db, "SELECT sum(a) FROM t"));
        Assert.Equal([1m, 2m, 3m], bench.Events.OfType<StepEvent.Progress>().Select(p => p.Done));
    }

    [Fact]
    public async Task Rows_without_a_key_are_numbered_and_all_can_share_a_transaction()
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db) { Verify = "{ on: db, text: SELECT sum(a) = 6 FROM t }" };
        Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync(
                "generate",
                "{ from: db, transaction: all, text: \"SELECT format('INSERT INTO t VALUES (%s)', i) AS sql FROM generate_series(1, 3) i\" }"
            )
        );
        Assert.Equal(["listed 3", "committing"], bench.Journal);
        Assert.Equal(["1", "2", "3"], bench.List.Select(l => l.Key));
    }

    [Fact]
    public async Task In_one_transaction_a_failure_takes_all_back()
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "generate",
                "{ from: db, transaction: all, text: \"VALUES ('INSERT INTO t VALUES (1)'), ('INSERT INTO t VALUES (wrong)')\" }"
                    .Replace("VALUES ('I", "SELECT * FROM (VALUES ('I", StringComparison.Ordinal)
                    .Replace("')\"", "')) v (sql)\"", StringComparison.Ordinal)
            )
        );
        Assert.Equal("db: column \"wrong\" does not exist (SQLSTATE 42703) (one of 2 generated statements)", failed.Diagnostic.Message);
        Assert.Equal(EffectAfterFailure.None, failed.Effect);
        Assert.Equal("0", await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_statement_that_fails_is_named_and_those_before_it_stay()
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "generate",
                "{ from: db, text: \"SELECT format('INSERT INTO t VALUES (6 / %s)', 3 - i) AS sql, i AS key FROM generate_series(1, 5) i\" }"
            )
        );
        Assert.Equal("db: division by zero (SQLSTATE 22012) (statement \"3\")", failed.Diagnostic.Message);
        Assert.Equal("INSERT INTO t VALUES (6 / 0)", failed.Diagnostic.Detail);
        Assert.Equal(["listed 5", "committing 1", "item-done 1", "committing 2", "item-done 2", "item-failed 3"], bench.Journal);
    }

    [Fact]
    public async Task A_resume_walks_the_journaled_list_and_settles_what_was_cut_off()
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db);
        await bench.RunAsync("generate", $"{{ from: db, text: \"{Inserts}\" }}");
        var (committed, items) = (bench.Points[1], bench.List.ToList());
        await PostgresFixture.SqlAsync(db, "DELETE FROM t WHERE a = 3");
        bench.Journal.Clear();
        bench.Listed =
        [
            new ListedItemState(items[0], ItemProgress.Done, null),
            new ListedItemState(items[1], ItemProgress.Committing, committed),
            new ListedItemState(items[2], ItemProgress.Pending, null),
        ];
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync("generate", "{ from: db, text: \"SELECT 'SELECT wrong' AS sql\" }"));
        Assert.Equal(["item-done k2", "committing k3", "item-done k3"], bench.Journal);
        Assert.Equal("6 3", await PostgresFixture.SqlAsync(db, "SELECT sum(a) || ' ' || count(*) FROM t"));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public async Task A_transaction_that_was_rolled_back_runs_again_only_if_that_is_safe(bool rollbackSafe, bool idempotent, bool runs)
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db) { Idempotent = idempotent };
        CommitPoint aborted;
        await using (
            var session = await bench.Sessions.OpenAsync("db", new StepPath("a"), new Dictionary<string, string>(), null, null, default)
        )
        {
            await session.BeginAsync(readOnly: false, default);
            aborted = await session.CommitPointAsync(rollbackSafe, default);
        }

        bench.Listed = [new ListedItemState(Statement("k1", "INSERT INTO t VALUES (1)"), ItemProgress.Committing, aborted)];
        var outcome = await bench.RunAsync("generate", $"{{ from: db, text: \"{Inserts}\" }}");
        if (!runs)
        {
            var failed = Assert.IsType<StepOutcome.Failed>(outcome);
            Assert.Equal(
                (EffectAfterFailure.Unknown, $"statement \"k1\" is in doubt: transaction {aborted.Xid} was rolled back"),
                (failed.Effect, failed.Diagnostic.Message)
            );
        }

        Assert.Equal(runs ? "1" : "0", await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_cannot_be_in_a_transaction_and_was_cut_off_is_in_doubt_unless_idempotent(bool idempotent)
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db) { Idempotent = idempotent };
        bench.Listed =
        [
            new ListedItemState(Statement("k1", idempotent ? "VACUUM t" : "COMMIT PREPARED E'k1'"), ItemProgress.Started, null),
        ];
        var outcome = await bench.RunAsync("generate", $"{{ from: db, text: \"{Inserts}\" }}");
        if (idempotent)
            Assert.IsType<StepOutcome.Done>(outcome);
        else
            Assert.Equal(
                "statement \"k1\" is in doubt: it was interrupted and cannot run in a transaction",
                Assert.IsType<StepOutcome.Failed>(outcome).Diagnostic.Message
            );
        Assert.Equal(idempotent ? ["item-started k1", "item-done k1"] : Array.Empty<string>(), bench.Journal);
    }

    [Fact]
    public async Task A_statement_outside_a_transaction_that_was_cut_off_is_settled_by_the_catalog_where_it_tells()
    {
        var db = await WithTableAsync();
        await PostgresFixture.SqlAsync(db, "CREATE INDEX there ON t (a)");
        await using var bench = new StepBench(db)
        {
            Listed =
            [
                new ListedItemState(Statement("k1", "CREATE INDEX CONCURRENTLY there ON t (a)"), ItemProgress.Started, null),
                new ListedItemState(Statement("k2", "VACUUM t"), ItemProgress.Started, null),
            ],
        };
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync("generate", $"{{ from: db, text: \"{Inserts}\" }}"));
        Assert.Equal(["item-started k1", "item-done k1", "item-started k2", "item-done k2"], bench.Journal);
    }

    [Fact]
    public async Task A_statement_outside_a_transaction_that_fails_half_way_tells_what_it_left_and_begins_anew()
    {
        var db = await WithTableAsync();
        await PostgresFixture.SqlAsync(db, "INSERT INTO t VALUES (1), (1)");
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("generate", "{ from: db, text: \"SELECT 'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)' AS sql\" }")
        );
        Assert.Equal(
            (EffectAfterFailure.None, "index public.i is invalid, left by this step: dropped concurrently, then rebuilt"),
            (failed.Effect, failed.Left)
        );
        Assert.Equal(["listed 1", "item-started 1", "item-failed 1"], bench.Journal);
        await PostgresFixture.SqlAsync(db, "DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t)");
        bench.Listed = [new ListedItemState(bench.List[0], ItemProgress.Pending, null)];
        Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync("generate", "{ from: db, text: \"SELECT 'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)' AS sql\" }")
        );
        Assert.Equal("t", await PostgresFixture.SqlAsync(db, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"));
    }

    [Fact]
    public async Task A_secret_in_a_generated_statement_is_journaled_by_name_and_found_again()
    {
        var db = await WithTableAsync();
        await using var bench = new StepBench(db);
        bench.Sessions.Redactor.Add("password", "hunter2-canary");
        const string yaml =
            "{ from: db, text: \"SELECT format('COMMENT ON TABLE t IS %L', {{ secret | sql.literal }}) AS sql, 'c' AS key\" }";
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync("generate", yaml));
        Assert.Equal("COMMENT ON TABLE t IS '(secret password)'", bench.List[0].Text);
        bench.Listed = [new ListedItemState(bench.List[0], ItemProgress.Pending, null)];
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync("generate", yaml));
        Assert.Equal("hunter2-canary", await PostgresFixture.SqlAsync(db, "SELECT obj_description('t'::regclass)"));
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("generate", "{ from: db, text: \"SELECT 'SELECT 1' AS sql, 'c' AS key\" }")
        );
        Assert.Equal("PR6133", failed.Diagnostic.Id);
    }

    [Theory]
    [InlineData("SELECT 'SELECT 1' AS sql, 'k' AS key FROM generate_series(1, 2)", "two statements have the key \"k\"")]
    [InlineData("SELECT 'SELECT 1; SELECT 2' AS sql", "row \"1\" holds 2 statements")]
    [InlineData("SELECT '-- nothing' AS sql", "row \"1\" holds 0 statements")]
    [InlineData("SELECT 'SELECT (1' AS sql", "in the generated statement \"1\": unclosed parenthesis")]
    [InlineData(
        "SELECT 'COMMIT' AS sql",
        "in the generated statement \"1\": COMMIT is not allowed in a step: planrunner begins and ends the transaction"
    )]
    [InlineData("SELECT null::text AS sql", "row 1 has no statement: it is null or empty")]
    [InlineData("SELECT 'SELECT 1' AS statement", "the result has no column \"sql\"; it has statement")]
    public async Task A_list_with_a_mistake_runs_nothing(string sql, string message)
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("generate", $"{{ from: db, text: \"{sql}\" }}"));
        Assert.Equal((message, EffectAfterFailure.None), (failed.Diagnostic.Message, failed.Effect));
        Assert.Empty(bench.Journal);
    }

    [Fact]
    public async Task A_dry_run_lists_what_would_run_as_of_now()
    {
        await using var bench = new StepBench(await WithTableAsync());
        var listed = Assert.IsType<Observation.Listed>(await bench.ObserveAsync("generate", $"{{ from: db, text: \"{Inserts}\" }}"));
        Assert.Equal(["k1", "k2", "k3"], listed.Statements.Select(s => s.Key));
        Assert.Empty(bench.Journal);
        Assert.IsType<Observation.Later>(await bench.ObserveAsync("generate", "{ from: db, text: SELECT sql FROM not_there }"));
    }

    private static ListedStatement Statement(string key, string text) => new(key, text, Fingerprint.Of(text));

    private async Task<ConnectionSettings> WithTableAsync()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (a int)");
        return db;
    }
}
