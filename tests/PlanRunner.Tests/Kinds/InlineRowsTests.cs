using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Lexing;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Kinds;

/// <summary>COPY … FROM stdin with its rows in the text of a step.</summary>
[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class InlineRowsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Rows_are_data_whatever_they_look_like_and_what_stands_between_them_is_sql()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var outcome = await bench.RunAsync(
            "sql",
            """
            on: db
            capture: [n]
            text: |
              CREATE TABLE note (id int PRIMARY KEY, body text, cells int[]);
              COPY note (id, body, cells) FROM stdin;
              1	'; DROP TABLE note; --	{{1,2},{3,4}}
              2	{{ customer.name }} {{#each x}} {{7 $$ /* " \\ :n	\N
              3	COPY note FROM stdin;	{}
              4	{%{ \\restrict	\N
              \.

              CREATE TABLE {{ table | sql.ident }} (a text);
              COPY {{ table | sql.ident }} FROM STDIN WITH (FORMAT csv, HEADER, QUOTE '"'); -- an export
              a
              "one
              \N"
              two
              \.
              COPY note FROM stdin WHERE id < 0;
              5	left out	{}
              \.
              COPY note FROM stdin;
              \.
              SELECT string_agg(body, '|' ORDER BY id) || cardinality(max(cells)) || (SELECT count(*) FROM orders) AS n FROM note;
            """
        );
        var done = Assert.IsType<StepOutcome.Done>(outcome);
        Assert.Equal(
            """'; DROP TABLE note; --|{{ customer.name }} {{#each x}} {{7 $$ /* " \ :n|COPY note FROM stdin;|{%{ \restrict42""",
            done.Captured["n"].Text
        );
        Assert.Equal("one\n\\N", await PostgresFixture.SqlAsync(db, "SELECT min(a) FROM orders"));
    }

    [Theory]
    [InlineData(
        "COPY \"x, line 9\" FROM stdin;\n1\ta\nx, line 7\tb\n\\.",
        "plan.yaml:5:3",
        "invalid input syntax for type integer: \"x, line 7\""
    )]
    [InlineData("COPY t FROM stdin;\n1\ta\nx\tb\n\\.", "plan.yaml:5:3", "invalid input syntax for type integer: \"x\"")]
    [InlineData(
        "INSERT INTO t VALUES (2, 'é');\nCOPY t FROM stdin (FORMAT csv, HEADER);\nid,name\n1,\"a\n𝄞b\"\n2,c\n\\.",
        "plan.yaml:8:3",
        "duplicate key value"
    )]
    [InlineData("COPY t FROM stdin;\n1\ta\n3\n\\.", "plan.yaml:5:3", "missing data for column \"name\"")]
    [InlineData(
        "COPY t FROM stdin;\n1\ta\n\\.\nCOPY t (id, nobody) FROM stdin;\n2\tb\n\\.",
        "plan.yaml:6:3",
        "column \"nobody\" of relation \"t\" does not exist"
    )]
    public async Task A_row_that_the_server_refuses_is_shown_at_its_line(string sql, string place, string message)
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(
            db,
            "CREATE TABLE t (id int PRIMARY KEY, name text)",
            "CREATE TABLE \"x, line 9\" (LIKE t INCLUDING ALL)"
        );
        await using var bench = new StepBench(db);
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("sql", $"on: db\ntext: |\n  {sql.Replace("\n", "\n  ", StringComparison.Ordinal)}\n")
        );
        Assert.StartsWith($"{place} db: {message}", $"{failed.Diagnostic.Place} {failed.Diagnostic.Message}", StringComparison.Ordinal);
        Assert.Equal((EffectAfterFailure.None, "0"), (failed.Effect, await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t")));
    }

    [Theory]
    [InlineData("transaction: forbidden", StepEffect.Outside, "2")]
    [InlineData("transaction: rollback", StepEffect.None, "0")]
    [InlineData("transaction: required", StepEffect.Transaction, "2")]
    public async Task Rows_follow_the_transaction_of_their_step(string transaction, object effect, string kept)
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (id int)");
        await using var bench = new StepBench(db);
        var body = StepBench.Rendered("sql", $"on: db\n{transaction}\ntext: |\n  COPY t FROM stdin;\n  1\n  2\n  \\.\n");
        Assert.Equal(effect, body.Effect);
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync(body));
        Assert.Equal(kept, await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Rows_that_wait_for_a_lock_end_with_the_steps_timeout()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (id int)");
        await using var holder = new StepBench(db);
        await using var locked = await holder.Sessions.OpenAsync(
            "db",
            new StepPath("holder"),
            new Dictionary<string, string>(),
            null,
            null,
            default
        );
        await locked.BeginAsync(readOnly: false, default);
        await locked.RunAsync("LOCK TABLE t", [], 0, default);
        await using var bench = new StepBench(db) { Timeout = TimeSpan.FromSeconds(1) };
        var rows = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"  {i}\n"));
        var failed = Assert.IsType<StepOutcome.Failed>(
            await bench.RunAsync("sql", $"on: db\ntext: |\n  COPY t FROM stdin;\n{rows}  \\.\n")
        );
        Assert.Equal(EffectAfterFailure.None, failed.Effect);
        await locked.RollbackAsync();
        await PostgresFixture.UntilAsync(
            db,
            "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        );
        Assert.Equal("0", await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_text_shows_how_many_rows_it_has_and_its_fingerprint_covers_them_all()
    {
        static string Text(string rows) =>
            StepBench.Rendered("sql", $"on: db\ntext: |\n  \\restrict x\n  COPY t FROM stdin;\n{rows}  \\.\n  SELECT 1;\n").Redacted;
        Assert.Equal("\\restrict x\nCOPY t FROM stdin;\n1\n2\n\\. -- 2 rows\nSELECT 1;\n", Text("  1\n  2\n"));

        var many = string.Concat(Enumerable.Range(1, 5000).Select(i => $"  {i}\tname\n"));
        var shown = Text(many);
        Assert.Matches(
            "^.restrict x\nCOPY t FROM stdin;\n1\tname\n2\tname\n3\tname\n…\n\\\\. -- 5,000 rows, sha256 [0-9a-f]{32}\nSELECT 1;\n$",
            shown
        );
        Assert.NotEqual(shown, Text(many.Replace("4711\tname", "4711\tnamE", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("COPY t FROM stdin (FORMAT csv, HEADER true);\na\n\"x\n\"\"y\"\n\\.", 1)]
    [InlineData("COPY t FROM stdin WITH CSV QUOTE AS '$' ESCAPE '\\';\n$x\\$\n$\nz\n\\.", 2)]
    [InlineData("COPY t FROM stdin;\nx\\\ny\nz\n\\.", 2)]
    [InlineData("COPY t FROM stdin;\r\nx\r\n\\.\r\nSELECT 1", 1)]
    [InlineData("COPY t FROM stdin;\n\\.", 0)]
    public void Rows_are_counted_by_their_options(string sql, int count)
    {
        var found = new Diagnostics();
        var rows = StatementSplitter.Split(SqlTexts.Of(sql), found)[0].Rows;
        Assert.Empty(found);
        Assert.Equal(count, rows!.Count);
    }

    [Fact]
    public void A_secret_does_not_enter_rows_as_raw()
    {
        var (_, found) = StepBench.Render("sql", "on: db\ntext: |\n  {{ 'COPY t FROM' | raw }} stdin;\n  1\t{{ secret | raw }}\n  \\.\n");
        Assert.StartsWith("PR4306 ", Assert.Single(found).Id + " ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_the_server_tells_about_in_rows_is_never_seen()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (id int, token text)");
        await using var bench = new StepBench(db);
        bench.Sessions.Redactor.Add("password", "hunter2-canary");
        var body = StepBench.Rendered(
            "sql",
            """
            on: db
            text: |
              {{ 'COPY t FROM' | raw }} stdin;
              1	x
              hunter2-canary	x
              \.
            """
        );
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync(body));
        Assert.Contains("(secret password)", failed.Diagnostic + failed.Diagnostic.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failed.Diagnostic + failed.Diagnostic.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ table | sql.literal }}")]
    [InlineData("{{ 4 + 7 }}")]
    [InlineData("x{{ -5 }}")]
    public void A_value_does_not_enter_rows(string value)
    {
        var (_, found) = StepBench.Render("sql", $"on: db\ntext: |\n  {{{{ 'COPY t FROM' | raw }}}} stdin;\n  {value}\n  \\.\n");
        Assert.Equal(
            "PR4301 a value is used in the rows of a COPY, which are data, not a template",
            $"{found.First().Id} {found.First().Message}"
        );
    }

    [Fact]
    public async Task A_file_of_many_megabytes_is_not_copied_many_times()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE TABLE t (id int, body text)");
        await using var bench = new StepBench(db);
        var rows = string.Concat(
            Enumerable.Range(1, 100_000).Select(i => $"{i}\t{{{{ a row of some length, with braces and 'quotes }}}}\n")
        );
        var text = $"COPY t FROM stdin;\n{rows}\\.\nSELECT {{{{ table | sql.literal }}}};\n";
        var template = PlanTemplate.Parse(text, new SourceText("seed.sql", text), [], TextContext.Sql)!;
        var model = PlanRunner.Quoting.SqlFunctions.Model();
        model["table"] = "orders";
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rendered = template.Render(new RenderScope(model, []), TextContext.Sql)!;
        var statements = StatementSplitter.Split(rendered, []);
        _ = CopyRows.Shown(rendered, statements.Select(statement => statement.Rows));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, text.Length * sizeof(char) * 4);
        await using var session = await bench.Sessions.OpenAsync(
            "db",
            new StepPath("seed"),
            new Dictionary<string, string>(),
            null,
            null,
            default
        );
        Assert.Equal(
            100_000,
            (await session.RunAsync(BoundStatement.Of(statements[0], new Dictionary<string, CapturedValue>()), 0, default)).RowCount
        );
        Assert.Equal("100000", await PostgresFixture.SqlAsync(db, "SELECT count(*) FROM t"));
    }
}
