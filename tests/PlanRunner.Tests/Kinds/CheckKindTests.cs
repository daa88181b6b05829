using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Kinds;

[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class CheckKindTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_query_captures_the_columns_of_its_one_row()
    {
        await using var bench = new StepBench(await postgres.DatabaseAsync())
        {
            Parameters = { ["from"] = new CapturedValue("bigint", "41") },
        };
        var done = Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync(
                "query",
                "{ on: db, capture: [n, s], params: { from: a.b }, text: \"SELECT :from + 1 AS n, 'x' AS s, 3 AS more\" }"
            )
        );
        Assert.Equal([new("n", new("bigint", "42")), new("s", new CapturedValue("text", "x"))], done.Captured);
    }

    [Fact]
    public async Task A_query_writes_nothing_even_through_a_function()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(
            db,
            "CREATE TABLE t (a int)",
            "CREATE FUNCTION sneak() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING a'"
        );
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("query", "{ on: db, capture: n, text: SELECT sneak() AS n }"));
        Assert.Equal("db: cannot execute INSERT in a read-only transaction (SQLSTATE 25006)", failed.Diagnostic.Message);
        var waited = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("wait", "{ on: db, at_least: 1, text: SELECT sneak() AS n }"));
        Assert.Equal("db: cannot execute INSERT in a read-only transaction (SQLSTATE 25006)", waited.Diagnostic.Message);
    }

    [Theory]
    [InlineData("equals: 5, text: SELECT 5", "")]
    [InlineData("equals: 5, text: SELECT 5.0", "")]
    [InlineData("equals: true, text: SELECT true", "")]
    [InlineData("equals: '{{ table }}', text: \"SELECT 'orders'\"", "")]
    [InlineData("equals: 5, text: SELECT 6 AS n", "equals: 5 does not hold: n = 6")]
    [InlineData("matches: '^1[5-9]\\.', text: \"SELECT '15.4'\"", "")]
    [InlineData("matches: '^x', text: \"SELECT 'ax' AS v\"", "matches: ^x does not hold: v = ax")]
    [InlineData("at_least: 2, text: SELECT 2", "")]
    [InlineData("at_least: 2.5, text: SELECT 2 AS n", "at_least: 2.5 does not hold: n = 2")]
    [InlineData("at_most: 2, text: SELECT 3 AS n", "at_most: 2 does not hold: n = 3")]
    [InlineData("at_most: 2, text: \"SELECT 'many' AS n\"", "at_most: 2 does not hold: n = many, which is not a number")]
    [InlineData("empty: true, text: SELECT 1 WHERE false", "")]
    [InlineData("empty: true, text: 'SELECT 1 AS a UNION ALL SELECT 2'", "empty: true does not hold: 2 rows")]
    [InlineData("not_empty: true, text: SELECT 1", "")]
    [InlineData("not_empty: true, text: SELECT 1 WHERE false", "not_empty: true does not hold: 0 rows")]
    [InlineData("is_true: true, text: SELECT true", "")]
    [InlineData("is_true: true, text: SELECT false AS ok", "is_true: true does not hold: ok = false")]
    [InlineData("is_true: true, text: SELECT null::boolean AS ok", "is_true: true does not hold: ok is null")]
    [InlineData("is_true: true, text: SELECT 1 AS ok", "is_true: true does not hold: ok = 1, which is not a boolean")]
    [InlineData("is_true: true, text: SELECT true WHERE false", "is_true: true does not hold: expected 1 row, got 0")]
    [InlineData("is_true: true, text: 'VALUES (true), (true)'", "is_true: true does not hold: expected 1 row, got 2")]
    public async Task An_assert_compares_what_it_finds(string yaml, string message)
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var outcome = await bench.RunAsync("assert", $"{{ on: db, {yaml} }}");
        Assert.Equal(message, outcome is StepOutcome.Failed failed ? failed.Diagnostic.Message : "");
    }

    [Fact]
    public async Task A_failed_assert_shows_the_first_rows_without_secrets_and_none_of_their_values_cut()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        bench.Sessions.Redactor.Add("password", "hunter2-canary");
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "assert",
                """
                { on: db, empty: true, text: "SELECT i AS id, CASE i WHEN 1 THEN 'x hunter2-canary' WHEN 2 THEN null WHEN 3 THEN repeat('é', 70) ELSE 'a' || chr(10) || 'b' END AS note FROM generate_series(1, 25) i" }
                """
            )
        );
        var lines = failed.Diagnostic.Detail!.Split('\n');
        Assert.Equal(
            [
                "-[ 1 ]-",
                "id   | 1",
                "note | x (secret password)",
                "-[ 2 ]-",
                "id   | 2",
                "note | (null)",
                "-[ 3 ]-",
                "id   | 3",
                "note |",
                "  " + new string('é', 70),
                "-[ 4 ]-",
                "id   | 4",
                "note |",
                "  a",
                "  b",
            ],
            lines[..15]
        );
        Assert.Equal("(25 rows, the first 20 shown; dry-run --output json has all of them)", lines[^1]);
        Assert.Equal(20, lines.Count(line => line.StartsWith("-[ ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_narrow_is_a_table_and_what_is_wide_is_a_block_a_row_with_each_statement_on_a_line_of_its_own()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        const string Remedy =
            "ALTER TABLE app.a_table_with_a_long_name ADD CONSTRAINT a_table_with_a_long_name_pkey PRIMARY KEY USING INDEX a_table_with_a_long_name_id";
        var narrow = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("assert", "{ on: db, empty: true, text: \"SELECT 'a' AS name, 7 AS n UNION ALL SELECT 'bc', 8\" }")
        );
        Assert.Equal("name | n\n-----+--\na    | 7\nbc   | 8\n(2 rows)", narrow.Diagnostic.Detail);
        var wide = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "assert",
                $"{{ on: db, empty: true, text: \"SELECT 'app.a' AS problem, '{Remedy}' AS remedy, 'DROP TABLE t' AS more, '' AS rest\" }}"
            )
        );
        Assert.Equal(
            $"-[ 1 ]-\nproblem | app.a\nremedy  |\n  {Remedy}\nmore    |\n  DROP TABLE t\nrest    |\n(1 row)",
            wide.Diagnostic.Detail
        );
    }

    [Fact]
    public async Task A_dry_run_has_every_row_for_programs_where_people_see_the_first_ones()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var seen = Assert.IsType<Observation.Checked>(
            await bench.ObserveAsync(
                "assert",
                "{ on: db, empty: true, text: \"SELECT i, repeat('x', 100) AS v FROM generate_series(1, 45) i\" }"
            )
        );
        Assert.Equal((45, 45L, new string('x', 100)), (seen.Rows!.Rows.Count, seen.Rows.Total, seen.Rows.Rows[44][1]));
        Assert.StartsWith("45 rows\n-[ 1 ]-\n", seen.Found, StringComparison.Ordinal);
        var compared = Assert.IsType<Observation.Checked>(
            await bench.ObserveAsync("wait", "{ on: db, empty: true, text: \"SELECT 1 AS a, 2 AS b\" }")
        );
        Assert.Equal("1 row\na | b\n--+--\n1 | 2\n(1 row)", compared.Found);
    }

    [Fact]
    public async Task An_assert_that_only_warns_lets_the_run_go_on_unless_the_question_is_wrong()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var done = Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync("assert", "{ on: db, is_true: true, severity: warn, text: SELECT false AS ok }")
        );
        Assert.Equal((Severity.Warning, "is_true: true does not hold: ok = false"), (done.Warning!.Severity, done.Warning.Message));
        Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("assert", "{ on: db, is_true: true, severity: warn, text: SELECT 1 }"));
        Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("assert", "{ on: db, is_true: true, severity: warn, text: SELECT wrong }"));
    }

    [Fact]
    public async Task A_wait_ends_when_its_condition_holds_and_tells_how_far_it_is()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t AS SELECT 1 AS a");
        await using var bench = new StepBench(db);
        var run = bench.RunAsync(
            "wait",
            """
            on: db
            text: SELECT count(*) FROM t
            at_least: 3
            every: 10ms
            progress: { text: "SELECT count(*) AS done, 3 AS total, 'rows' AS unit FROM t" }
            """
        );
        await SeenAsync(bench, e => e is StepEvent.Progress);
        Assert.Equal(new StepEvent.Progress(new StepPath("group/step"), 1, 3, "rows"), bench.Events[0]);
        await PostgresFixture.SqlAsync(db, "INSERT INTO t VALUES (2), (3)");
        Assert.IsType<StepOutcome.Done>(await run);
    }

    [Fact]
    public async Task A_wait_past_its_deadline_says_what_was_found_last()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" }) { Timeout = TimeSpan.FromSeconds(3) };
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("wait", "{ on: db, is_true: true, every: 10ms, timeout: 3s, text: \"SELECT false AS ok, 'row' AS why\" }")
        );
        Assert.Equal("the timeout of 3.0s passed while waiting for is_true: true; last found: ok = false", failed.Diagnostic.Message);
        Assert.Equal("ok | why\n---+----\nf  | row\n(1 row)", failed.Diagnostic.Detail);
    }

    [Fact]
    public async Task A_wait_ends_at_once_when_fail_if_comes_true_though_its_condition_holds()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "wait",
                "{ on: db, is_true: true, text: SELECT true, fail_if: { text: \"SELECT true, 'slot lost' AS why\" } }"
            )
        );
        Assert.Equal("fail_if is true, so the step stopped waiting", failed.Diagnostic.Message);
        Assert.Equal("why: slot lost", failed.Diagnostic.Detail);
    }

    [Fact]
    public async Task Any_of_several_fail_ifs_ends_a_wait()
    {
        await using var bench = new StepBench(
            postgres.Server.Superuser() with
            {
                Name = "db",
            },
            postgres.Server.Superuser() with
            {
                Name = "other",
            }
        );
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync(
                "wait",
                """
                on: db
                text: SELECT false
                is_true: true
                fail_if:
                  - { text: SELECT false }
                  - { on: other, text: "SELECT true, 'refused' AS cause, 'mend it' AS remedy" }
                """
            )
        );
        Assert.Equal("PR6122", failed.Diagnostic.Id);
        Assert.Equal("cause: refused\nremedy: mend it", failed.Diagnostic.Detail);
    }

    [Fact]
    public async Task A_wait_does_not_go_on_for_long_without_a_server()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db", Port = 1 }) { Time = new HurriedTime(200) };
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("wait", "{ on: db, text: SELECT true, is_true: true, every: 1s }")
        );
        Assert.Equal("PR6101", failed.Diagnostic.Id);
        Assert.Contains("asking again", Assert.IsType<StepEvent.Doing>(Assert.Single(bench.Seen())).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text: SELECT true WHERE false", "is_true: true can no longer become true: expected 1 row, got 0")]
    [InlineData("text: SELECT 1 AS n", "is_true: true can no longer become true: n = 1, which is not a boolean")]
    [InlineData("text: SELECT wrong", "db: column \"wrong\" does not exist (SQLSTATE 42703)")]
    [InlineData("text: SELECT false, fail_if: { text: SELECT 1 }", "the first value of fail_if must be a boolean")]
    public async Task A_wait_for_what_cannot_come_true_ends_at_once(string yaml, string message)
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        Assert.Equal(
            message,
            Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("wait", $"{{ on: db, is_true: true, {yaml} }}")).Diagnostic.Message
        );
    }

    [Fact]
    public async Task A_wait_outlives_a_lost_connection()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var run = bench.RunAsync("wait", "{ on: db, is_true: true, every: 10ms, text: \"SELECT to_regclass('public.come') IS NOT NULL\" }");
        await PostgresFixture.UntilAsync(
            db,
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'SELECT to_regclass%' AND pid <> pg_backend_pid()"
        );
        await PostgresFixture.SqlAsync(
            db,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'planrunner move group/step' AND datname = current_database()"
        );
        await SeenAsync(bench, e => e is StepEvent.Doing { Text: var text } && text.EndsWith("; asking again", StringComparison.Ordinal));
        await PostgresFixture.SqlAsync(db, "CREATE TABLE come ()");
        Assert.IsType<StepOutcome.Done>(await run);
    }

    [Fact]
    public async Task A_cancelled_wait_passes_the_cancel_on()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" }) { Timeout = TimeSpan.FromHours(1) };
        using var cancel = new CancellationTokenSource();
        var run = bench.RunAsync(
            "wait",
            "{ on: db, is_true: true, every: 10ms, text: SELECT false AS ok, progress: { text: SELECT 1 AS done } }",
            cancel.Token
        );
        await SeenAsync(bench, e => e is StepEvent.Progress);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Equal_rows_compare_equal_whatever_their_order_and_time_zone()
    {
        var (a, b) = await TwoAsync(
            "CREATE TABLE t AS SELECT 1 AS id, timestamptz '2026-01-01 12:00Z' AS at UNION ALL SELECT 2, null",
            "CREATE TABLE t AS SELECT 2 AS id, null::timestamptz AS at UNION ALL SELECT 1, '2026-01-01 12:00Z'"
        );
        await PostgresFixture.SqlAsync(b, $"ALTER DATABASE {b.Database} SET timezone = 'Asia/Tokyo'");
        await using var bench = new StepBench(a, b);
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync("compare", "{ a: a, b: b, key: [id], text: TABLE t }"));
        Assert.Equal(
            new Observation.Checked(true, "a and b are equal: 2 rows"),
            await bench.ObserveAsync("compare", "{ a: a, b: b, key: [id], text: TABLE t }")
        );
    }

    [Fact]
    public async Task Rows_that_only_one_side_may_have_are_no_difference()
    {
        var (a, b) = await TwoAsync(
            "CREATE TABLE t AS SELECT * FROM (VALUES (1), (2)) v (id)",
            "CREATE TABLE t AS SELECT * FROM (VALUES (2), (3), (4)) v (id)"
        );
        await using var bench = new StepBench(a, b);
        Assert.Equal(
            "a and b differ: 1 only in a, 0 only in b, 0 different (2 rows and 3 rows)",
            Assert
                .IsType<StepOutcome.Failed>(await bench.RunAsync("compare", "{ a: a, b: b, key: id, only_in_b: allowed, text: TABLE t }"))
                .Diagnostic.Message
        );
        Assert.Equal(
            "a and b differ: 0 only in a, 2 only in b, 0 different (2 rows and 3 rows)",
            Assert
                .IsType<StepOutcome.Failed>(await bench.RunAsync("compare", "{ a: a, b: b, key: id, only_in_a: allowed, text: TABLE t }"))
                .Diagnostic.Message
        );
        Assert.Equal(
            new Observation.Checked(true, "a and b agree, apart from 3 rows that only one of them has, which is allowed"),
            await bench.ObserveAsync("compare", "{ a: a, b: b, key: id, only_in_a: allowed, only_in_b: allowed, text: TABLE t }")
        );
    }

    [Fact]
    public async Task Differences_are_shown_as_a_table()
    {
        var (a, b) = await TwoAsync(
            "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'one', 1), (2, 'two', 1), (3, 'three', 1)) v (id, name, seen)",
            "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'one', 2), (3, null, 2), (4, 'four', 2)) v (id, name, seen)"
        );
        await using var bench = new StepBench(a, b);
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("compare", "{ a: a, b: b, key: [id], ignore: [seen], text: SELECT * FROM t ORDER BY id }")
        );
        Assert.Equal("a and b differ: 1 only in a, 1 only in b, 1 different (3 rows and 3 rows)", failed.Diagnostic.Message);
        Assert.Equal(
            """
            difference | id | column | a     | b
            -----------+----+--------+-------+-------
            only in a  | 2  |        |       |
            different  | 3  | name   | three | (null)
            only in b  | 4  |        |       |
            (3 rows)
            """,
            failed.Diagnostic.Detail
        );
        Assert.Equal(
            2,
            Assert
                .IsType<StepOutcome.Done>(
                    await bench.RunAsync("compare", "{ a: a, b: b, key: [id], ignore: [seen], severity: warn, text: TABLE t }")
                )
                .Warning!.Detail!.Split("only in")
                .Length - 1
        );
    }

    [Theory]
    [InlineData("key: [id]", "a has two rows with the key id = 1")]
    [InlineData("key: [nr]", "the result has no column \"nr\"; it has id, name")]
    public async Task A_key_that_names_no_row_is_told(string key, string message)
    {
        var (a, b) = await TwoAsync(
            "CREATE TABLE t AS SELECT 1 AS id, g AS name FROM generate_series(1, 2) g",
            "CREATE TABLE t AS SELECT 1 AS id, 1 AS name"
        );
        await using var bench = new StepBench(a, b);
        Assert.Equal(
            message,
            Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("compare", $"{{ a: a, b: b, {key}, text: TABLE t }}")).Diagnostic.Message
        );
    }

    [Fact]
    public async Task Other_columns_on_the_other_side_are_told()
    {
        var (a, b) = await TwoAsync("CREATE TABLE t AS SELECT 1 AS id", "CREATE TABLE t AS SELECT 1 AS id, 2 AS more");
        await using var bench = new StepBench(a, b);
        Assert.Equal(
            "a gives the columns id, b gives id, more",
            Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("compare", "{ a: a, b: b, key: id, text: TABLE t }")).Diagnostic.Message
        );
    }

    [Fact]
    public async Task A_side_that_fails_is_named()
    {
        var (a, b) = await TwoAsync("CREATE TABLE t AS SELECT 1 AS id", "CREATE TABLE u ()");
        await using var bench = new StepBench(a, b);
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("compare", "{ a: a, b: b, key: id, text: TABLE t }"));
        Assert.Equal("b: relation \"t\" does not exist (SQLSTATE 42P01)", failed.Diagnostic.Message);
        Assert.IsType<Observation.Later>(await bench.ObserveAsync("compare", "{ a: a, b: b, key: id, text: TABLE t }"));
    }

    [Theory]
    [InlineData("assert", "{ on: db, is_true: true, text: SELECT true AS ok }", "Checked { Passed = True, Found = ok = true }")]
    [InlineData("assert", "{ on: db, empty: true, text: SELECT 1 AS a }", "Checked { Passed = False, Found = 1 row\na\n-\n1\n(1 row) }")]
    [InlineData("wait", "{ on: db, is_true: true, text: SELECT false AS ok }", "Checked { Passed = False, Found = ok = false }")]
    [InlineData("query", "{ on: db, capture: a, text: SELECT 1 AS a }", "Checked { Passed = True, Found = a = 1 }")]
    [InlineData(
        "assert",
        "{ on: db, is_true: true, text: SELECT true FROM not_there }",
        "Later { Reason = db: relation \"not_there\" does not exist (SQLSTATE 42P01) }"
    )]
    [InlineData(
        "wait",
        "{ on: db, is_true: true, text: SELECT true FROM no_schema.t }",
        "Later { Reason = db: relation \"no_schema.t\" does not exist (SQLSTATE 42P01) }"
    )]
    [InlineData(
        "query",
        "{ on: db, capture: a, params: { x: barrier.lsn }, text: SELECT :x AS a }",
        "Later { Reason = barrier.lsn is not captured yet }"
    )]
    [InlineData("sql", "{ on: db, text: VACUUM }", "Exact { Now =  }")]
    public async Task A_dry_run_sees_what_can_be_seen(string kind, string yaml, string expected)
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var seen = await bench.ObserveAsync(kind, yaml);
        Assert.Equal(
            expected,
            seen is Observation.Checked check ? $"Checked {{ Passed = {check.Passed}, Found = {check.Found} }}" : seen.ToString()
        );
    }

    [Theory]
    [InlineData("assert", "{ on: db, is_true: true, text: SELECT 1 / 0 = 1 }", false)]
    [InlineData("wait", "{ on: db, is_true: true, text: SELECT 1 / 0 = 1 }", false)]
    [InlineData("assert", "{ on: db, is_true: true, text: SELECT false }", true)]
    public async Task A_hint_is_about_the_answer_and_not_about_an_error_of_the_question(string kind, string yaml, bool shown)
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync(kind, yaml));
        Assert.Equal(shown, !failed.Diagnostic.Unanswered);
    }

    [Fact]
    public async Task A_dry_run_that_cannot_ask_has_failed()
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var failed = Assert.IsType<Observation.Failed>(
            await bench.ObserveAsync("assert", "{ on: db, is_true: true, text: SELECT 1 / 0 = 1 }")
        );
        Assert.Equal("db: division by zero (SQLSTATE 22012)", failed.Diagnostic.Message);
    }

    [Theory]
    [InlineData("SELECT true AS ok, 5 AS n", "Yes 5")]
    [InlineData("SELECT false", "No")]
    [InlineData("SELECT null::boolean", "No")]
    [InlineData("SELECT true WHERE false", "No")]
    [InlineData("SELECT 1", "Failed PR6106")]
    [InlineData("SELECT true FROM not_there", "Missing 42P01")]
    [InlineData("SELECT not_there()", "Missing 42883")]
    [InlineData("SELECT 'not_there'::regclass IS NULL", "Missing 42P01")]
    [InlineData("SELECT 1 / 0 = 1", "Failed PR6104")]
    public async Task A_probe_says_yes_no_or_why_neither(string sql, string expected)
    {
        await using var bench = new StepBench(postgres.Server.Superuser() with { Name = "db" });
        var answer = await ProbeAsker.AskAsync(
            bench.Context(),
            StepBench.Probe($"{{ on: db, text: \"{sql}\" }}"),
            bench.Parameters,
            default
        );
        Assert.Equal(
            expected,
            answer switch
            {
                ProbeAnswer.Yes yes => $"Yes {yes.Row["n"].Text}",
                ProbeAnswer.Missing missing => $"Missing {missing.SqlState}",
                ProbeAnswer.Failed failed => $"Failed {failed.Diagnostic.Id}",
                _ => "No",
            }
        );
    }

    [Theory]
    [InlineData(
        "assert",
        "{ on: db, text: DELETE FROM t, empty: true }",
        "plan.yaml:1:17 PR3305 this must be read-only: DELETE is not a SELECT, VALUES, TABLE or SHOW"
    )]
    [InlineData(
        "wait",
        "{ on: db, text: SELECT 1; SELECT 2, is_true: true }",
        "plan.yaml:1:27 PR3304 a query must be one statement; there are 2"
    )]
    [InlineData("assert", "{ on: db, text: SELECT 1 }", "plan.yaml:1:1 PR3311 no condition is given")]
    [InlineData(
        "assert",
        "{ on: db, text: SELECT 1, is_true: true, empty: true }",
        "plan.yaml:1:42 PR3312 \"is_true\" and \"empty\" are two conditions"
    )]
    [InlineData("wait", "{ on: db, text: SELECT 1, empty: false }", "plan.yaml:1:34 PR3313 \"empty\" can only be true")]
    [InlineData("assert", "{ on: db, text: SELECT 1, at_least: many }", "plan.yaml:1:37 PR3310 at_least needs a number, not \"many\"")]
    [InlineData("compare", "{ a: db, b: db, key: id, text: SELECT 1 }", "plan.yaml:1:13 PR3315 \"db\" is compared with itself")]
    [InlineData(
        "wait",
        "{ on: db, text: \"SELECT :a\", is_true: true, params: { a: x.y }, fail_if: { text: \"SELECT :a\", params: { a: x.z } } }",
        "plan.yaml:1:108 PR3314 parameter \"a\" is x.z here and x.y in another question of this step"
    )]
    public void Mistakes_are_told_before_anything_runs(string kind, string yaml, string expected) =>
        Assert.Equal([expected], SqlTexts.Told(StepBench.Render(kind, yaml).Found));

    [Fact]
    public void A_pattern_that_is_none_is_told() =>
        Assert.Equal("PR3308", Assert.Single(StepBench.Render("assert", "{ on: db, text: SELECT 1, matches: '(' }").Found).Id);

    [Fact]
    public void What_decides_a_check_is_part_of_its_text()
    {
        Assert.Equal(
            "-- on: db\n-- at_least: 5\n-- severity: warn\nSELECT 1",
            StepBench.Rendered("assert", "{ on: db, text: SELECT 1, at_least: 5, severity: warn }").Redacted
        );
        Assert.Equal(
            "-- on: db\n-- is_true: true\n-- every: 50ms\n-- fail_if: (other) SELECT false\nSELECT true",
            StepBench
                .Rendered("wait", "{ on: db, text: SELECT true, is_true: true, every: 50ms, fail_if: { on: other, text: SELECT false } }")
                .Redacted
        );
        Assert.Equal(
            "-- a: x\n-- b: y\n-- key: k, l\nTABLE t",
            StepBench.Rendered("compare", "{ a: x, b: y, key: [k, l], text: TABLE t }").Redacted
        );
        Assert.Equal(
            "-- from: x\n-- on: y\n-- transaction: each\nTABLE t",
            StepBench.Rendered("generate", "{ from: x, on: y, text: TABLE t }").Redacted
        );
    }

    private async Task<(ConnectionSettings A, ConnectionSettings B)> TwoAsync(string first, string second)
    {
        var (a, b) = (await postgres.DatabaseAsync("a"), await postgres.DatabaseAsync("b"));
        await PostgresFixture.SqlAsync(a, first);
        await PostgresFixture.SqlAsync(b, second);
        return (a, b);
    }

    private static async Task SeenAsync(StepBench bench, Func<StepEvent, bool> what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!bench.Seen().Any(what))
            await Task.Delay(10, patience.Token);
    }
}
