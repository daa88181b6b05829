using System.Text;
using PlanRunner.Sql.Rules;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Kinds;

/// <summary>What a server says no with is told before where the text tells it, and else with what to type.</summary>
[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class ServerFailureTests(PostgresFixture postgres)
{
    private const string Prepared = """
        CREATE TYPE mood AS ENUM ('good');
        CREATE TABLE parent (id int PRIMARY KEY, mood mood);
        CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED, d date, short varchar(3), CHECK (id > 0));
        CREATE TABLE parted (id int) PARTITION BY RANGE (id);
        CREATE VIEW seen AS SELECT short FROM child;
        CREATE PROCEDURE fill(n int) LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..n LOOP INSERT INTO parent VALUES (i); COMMIT; END LOOP; END $$;
        CREATE PROCEDURE guarded() LANGUAGE plpgsql SET work_mem = '4MB' AS $$ BEGIN COMMIT; END $$;
        CREATE FUNCTION add_mood() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TYPE mood ADD VALUE 'new'; END $$;
        CREATE ROLE failure_reader LOGIN;
        CREATE SCHEMA "Odd S";
        CREATE TABLE "Odd S"."Odd T" (a int, b text);
        CREATE SCHEMA app;
        CREATE TABLE app.account (a int, b text);
        CREATE SEQUENCE app.sq;
        INSERT INTO app.account VALUES (1), (1);
        GRANT USAGE ON SCHEMA app TO failure_reader;
        GRANT SELECT ON app.account TO failure_reader;
        """;

    [Fact]
    public async Task What_the_server_refuses_comes_with_what_to_type()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, Prepared.Split(";\n", StringSplitOptions.RemoveEmptyEntries));
        (string Sql, string SqlState, string Help)[] cases =
        [
            ("CALL fill(3)", "2D000", "transaction: forbidden"),
            ("DO $$ BEGIN CALL fill(1); END $$", "2D000", "transaction: forbidden"),
            ("SELECT add_mood();\nINSERT INTO parent VALUES (7, 'new')", "55P04", "put ALTER TYPE … ADD VALUE alone"),
            ("INSERT INTO child VALUES (1, 99); ALTER TABLE child ADD COLUMN x int", "55006", "SET CONSTRAINTS ALL IMMEDIATE"),
            ("INSERT INTO child VALUES (2, 99); SET CONSTRAINTS ALL IMMEDIATE", "23503", "load the referenced rows first"),
            ("INSERT INTO child VALUES (3, NULL, '31.02.2026')", "22008", "datestyle"),
            ("INSERT INTO child VALUES (4, NULL, NULL, 'long')", "22001", "TYPE text"),
            ("INSERT INTO child VALUES (-1)", "23514", "NOT VALID"),
            ("INSERT INTO parent VALUES (1); INSERT INTO parent VALUES (1)", "23505", "HAVING count(*) > 1"),
            ("INSERT INTO parent VALUES (NULL)", "23502", "give the column a DEFAULT"),
            ("SELECT 'x'::int", "22P02", "!~ '^[0-9]+$'"),
            ("CREATE TABLE parent (id int)", "42P07", "done_when"),
            ("SELECT * FROM nowhere", "42P01", "search_path"),
            ("SELECT nothing FROM parent", "42703", "check the name"),
            ("SELECT FROM FROM", "42601", "psql variables"),
            ("DROP TABLE parent", "2BP01", "drop each in an earlier statement"),
            ("ALTER TABLE child ALTER COLUMN short TYPE text", "0A000", "drop the view"),
            ("ALTER TABLE child ALTER COLUMN d TYPE int", "42804", "USING"),
            ("SET TRANSACTION READ ONLY; CREATE TABLE x (a int)", "25006", "pg_is_in_recovery()"),
            ("DO $$ BEGIN RAISE EXCEPTION 'no'; END $$", "P0001", "the message comes from the function"),
            ("SET ROLE failure_reader; SELECT * FROM parent", "42501", $"GRANT SELECT ON parent TO {db.Username}"),
            ("SET ROLE failure_reader; UPDATE parent SET id = 2", "42501", $"GRANT SELECT, UPDATE ON parent TO {db.Username}"),
            ("SET ROLE failure_reader; CREATE SCHEMA x", "42501", "GRANT CREATE ON DATABASE"),
            ("SET ROLE failure_reader; CREATE TABLE public.x (a int)", "42501", "GRANT USAGE, CREATE ON SCHEMA public"),
            ("SET ROLE failure_reader; ALTER TABLE parent ADD COLUMN x int", "42501", "ALTER TABLE parent OWNER TO"),
            ("SET ROLE failure_reader; INSERT INTO app.account VALUES (1)", "42501", $"GRANT INSERT ON app.account TO {db.Username}"),
            ("SET ROLE failure_reader; SELECT * FROM \"Odd S\".\"Odd T\"", "42501", $"GRANT USAGE ON SCHEMA \"Odd S\" TO {db.Username}"),
            ("SET ROLE failure_reader; SELECT nextval('app.sq')", "42501", $"GRANT USAGE, SELECT ON SEQUENCE sq TO {db.Username}"),
            ("SET ROLE failure_reader; LOCK TABLE app.account", "42501", $"GRANT UPDATE ON app.account TO {db.Username}"),
            (
                "SET ROLE failure_reader; GRANT INSERT, UPDATE ON public.parent TO PUBLIC",
                "42501",
                $"GRANT INSERT, UPDATE ON public.parent TO {db.Username} WITH GRANT OPTION"
            ),
            (
                "SET ROLE failure_reader; SET LOCAL session_replication_role = replica",
                "42501",
                $"GRANT SET ON PARAMETER session_replication_role TO {db.Username}"
            ),
            ("CREATE UNIQUE INDEX ON app.account (a)", "23505", "fix them in an earlier step"),
            ("COPY app.account FROM stdin;\nx\ty\n\\.", "22P02", "fix the row at this position"),
            ("SET LOCAL lock_timeout = 1; LOCK TABLE locked_by_another", "55P03", "raise it"),
        ];
        await PostgresFixture.SqlAsync(db, "CREATE TABLE locked_by_another (a int)");
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
        await locked.RunAsync("LOCK TABLE locked_by_another", [], 0, default);
        await using var bench = new StepBench(db);
        foreach (var (sql, state, help) in cases)
        {
            var failed = Assert.IsType<StepOutcome.Failed>(
                await bench.RunAsync("sql", $"on: db\ntext: |\n  {sql.Replace("\n", "\n  ", StringComparison.Ordinal)}\n")
            );
            Assert.EndsWith($"(SQLSTATE {state})", failed.Diagnostic.Message, StringComparison.Ordinal);
            Assert.Contains(help, failed.Diagnostic.Help ?? "", StringComparison.Ordinal);
        }

        await ExpectAsync("CREATE INDEX CONCURRENTLY parted_id ON parted (id)", "CREATE INDEX name ON ONLY parent");
        await ExpectAsync("CALL guarded()", "without them", "transaction: forbidden\n");
        Assert.IsType<StepOutcome.Done>(await bench.RunAsync("sql", "{ on: db, transaction: forbidden, text: CALL fill(3) }"));

        // Postgres only warns of these.
        await ExpectAsync("SET ROLE failure_reader; GRANT SELECT ON app.account TO PUBLIC", "settings: { role: OWNER }");
        await ExpectAsync("SET ROLE failure_reader; REVOKE SELECT ON app.account FROM PUBLIC", "settings: { role: OWNER }");
        Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync(
                "sql",
                "{ on: db, settings: { client_min_messages: error }, text: SET ROLE failure_reader; GRANT SELECT ON app.account TO PUBLIC }"
            )
        );

        async Task ExpectAsync(string sql, string help, string more = "")
        {
            var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("sql", $"on: db\n{more}text: {sql}\n"));
            Assert.Contains(help, failed.Diagnostic.Help ?? "", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("DO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$", "PR3972", "transaction: forbidden")]
    [InlineData("DO LANGUAGE plpgsql 'BEGIN LOOP ROLLBACK AND CHAIN; END LOOP; END'", "PR3972", "transaction: forbidden")]
    [InlineData("SELECT 1; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "PR3973", "default_transaction_isolation")]
    [InlineData("UPDATE t SET a = 1 WHERE b; SET LOCAL transaction_isolation = 'serializable'", "PR3973", "default_transaction_isolation")]
    [InlineData(
        "ALTER TYPE s.mood ADD VALUE IF NOT EXISTS 'new' AFTER 'old'; INSERT INTO t VALUES ('new'::s.mood)",
        "PR3974",
        "put ALTER TYPE"
    )]
    [InlineData("ALTER TYPE mood ADD VALUE 'new'; SELECT CAST('new' AS mood)", "PR3974", "put ALTER TYPE")]
    [InlineData("ALTER TYPE mood ADD VALUE 'new'; UPDATE t SET mood = 'new' WHERE a = 1", "PR3975", "put ALTER TYPE")]
    public void What_the_text_tells_is_said_before_it_runs(string sql, string id, string help)
    {
        var (body, found) = StepBench.Render("sql", $"on: db\ntext: |\n  {sql}\n");
        var told = Assert.Single(found);
        Assert.Equal((id, id == "PR3975"), (told.Id, body is not null));
        Assert.Contains(help, told.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text: DO $$ BEGIN COMMIT; END $$\ntransaction: forbidden")]
    [InlineData("text: DO $$ BEGIN PERFORM log('commit; done'); EXECUTE 'x'; END $$ -- COMMIT;")]
    [InlineData("text: DO $$ DECLARE commit int; BEGIN commit := 1; END $$")]
    [InlineData("text: SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1")]
    [InlineData("text: SET lock_timeout = '1s'; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1")]
    [InlineData("text: SELECT 1; SET TRANSACTION READ ONLY")]
    [InlineData("text: \"CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'new'; SELECT 'new'::mood\"")]
    [InlineData("text: \"ALTER TYPE mood ADD VALUE 'new'; ALTER TYPE mood ADD VALUE 'newer' AFTER 'new'\"")]
    public void What_works_is_not_refused(string yaml)
    {
        var (body, found) = StepBench.Render("sql", $"on: db\n{yaml}\n");
        Assert.Empty(found);
        Assert.NotNull(body);
    }

    [Fact]
    public void The_page_of_failures_is_what_help_prints()
    {
        var table = new StringBuilder("| SQLSTATE | what happened | what to do |\n| --- | --- | --- |\n");
        foreach (var failure in ServerFailures.All)
            table.Append($"| `{failure.SqlState}` | {Cell(failure.Meaning)} | {Cell(failure.Help)} |\n");
        var path = Path.Combine(RepositoryRoot.Path, "docs", "failures.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        const string Begin = "<!-- failures -->\n";
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var now = page[..from] + table + page[page.IndexOf("<!-- end -->", StringComparison.Ordinal)..];
        if (now != page && Environment.GetEnvironmentVariable("PLANRUNNER_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, now);
        else
            Assert.Equal(now, page);

        static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
    }

    [Fact]
    public void A_special_failure_stands_before_the_general_one_of_its_code()
    {
        foreach (var same in ServerFailures.All.GroupBy(f => f.SqlState).Where(g => g.Count() > 1))
            Assert.All(same.Take(same.Count() - 1), f => Assert.True(f.Routine is not null || f.Mark is not null, f.Meaning));
    }
}
