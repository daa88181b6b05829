using PlanRunner.Source;
using PlanRunner.Sql;
using Xunit;

namespace PlanRunner.Tests.Postgres;

public sealed class StatementSplitterTests
{
    private const string StringsOff =
        "x.sql:1:1 PR3976 standard_conforming_strings would be off, and the runner reads every string with it on";

    [Theory]
    [InlineData("SELECT 1; SELECT 2", "SELECT 1", "SELECT 2")]
    [InlineData(" ; ;; SELECT 1 ;\n-- the end\n", "SELECT 1")]
    [InlineData("-- only; a comment\n/* ; */")]
    [InlineData("/* before */ SELECT 1 -- after", "SELECT 1")]
    [InlineData("SELECT 'a;''b;'; SELECT 2", "SELECT 'a;''b;'", "SELECT 2")]
    [InlineData(@"SELECT 'a\'; SELECT E'b\';'; SELECT 3", @"SELECT 'a\'", @"SELECT E'b\';'", "SELECT 3")]
    [InlineData("SELECT E'a'\n ';\\';'; SELECT 2", "SELECT E'a'\n ';\\';'", "SELECT 2")]
    [InlineData("SELECT 'a' -- ;\n ';'; SELECT 2", "SELECT 'a' -- ;\n ';'", "SELECT 2")]
    [InlineData("SELECT \"a;\"\"b\"; SELECT U&\"c;\" , U&'d;'", "SELECT \"a;\"\"b\"", "SELECT U&\"c;\" , U&'d;'")]
    [InlineData("SELECT B'1;' || X'2' ; SELECT N'3;'", "SELECT B'1;' || X'2'", "SELECT N'3;'")]
    [InlineData("SELECT $$a;'$$; SELECT $x$b;$$;$x$; SELECT $1", "SELECT $$a;'$$", "SELECT $x$b;$$;$x$", "SELECT $1")]
    [InlineData("SELECT a$b$ ; SELECT c$b$", "SELECT a$b$", "SELECT c$b$")]
    [InlineData("SELECT 1 /* a /* ; */ ; */ + 2; SELECT 3", "SELECT 1 /* a /* ; */ ; */ + 2", "SELECT 3")]
    [InlineData("SELECT 5 --;\n ; SELECT 6-- x", "SELECT 5", "SELECT 6")]
    [InlineData(
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
        "SELECT 3"
    )]
    [InlineData("select x'1;", "select x'1;")]
    public void Statements_end_at_the_semicolons_that_end_them(string sql, params string[] expected)
    {
        var found = new Diagnostics();
        var statements = StatementSplitter.Split(SqlTexts.Of(sql), found);
        if (found.HasErrors)
            Assert.Equal(["x.sql:1:8 PR4101 unterminated string"], SqlTexts.Told(found));
        else
            Assert.Equal(expected, statements.Select(s => s.Text));
    }

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; SELECT 2", 2)]
    [InlineData("CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (CASE 1 WHEN 1 THEN 2 END); END", 1)]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT t.case FROM t; END; SELECT 2", 2)]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END; SELECT 2; SELECT CASE WHEN a THEN b END FROM t", 3)]
    [InlineData("CREATE FUNCTION f() RETURNS int RETURN CASE WHEN true THEN 1 END; SELECT 2", 2)]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$; SELECT 2", 2)]
    [InlineData("CREATE TABLE function (a int); SELECT 2", 2)]
    public void A_routine_keeps_the_semicolons_of_its_body(string sql, int count)
    {
        var found = new Diagnostics();
        Assert.Equal(count, StatementSplitter.Split(SqlTexts.Of(sql), found).Count);
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("SELECT 1;\nSELECT 'a", "x.sql:2:8 PR4101 unterminated string")]
    [InlineData("SELECT E'a\\'", "x.sql:1:8 PR4101 unterminated string")]
    [InlineData("SELECT \"a", "x.sql:1:8 PR4102 unterminated quoted identifier")]
    [InlineData("SELECT U&\"a", "x.sql:1:8 PR4102 unterminated quoted identifier")]
    [InlineData("SELECT $a$ x $b$", "x.sql:1:8 PR4103 unterminated dollar quote")]
    [InlineData("SELECT 1 /* a /* b */", "x.sql:1:10 PR4104 unterminated comment")]
    [InlineData("SELECT (1, (2); SELECT 3", "x.sql:1:8 PR4105 unclosed parenthesis")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;", "x.sql:1:33 PR4106 this BEGIN has no END")]
    [InlineData("\\connect other", "x.sql:1:1 PR4107 \\connect is a psql command, which cannot be sent to a server")]
    [InlineData("SELECT 1 \\gexec", "x.sql:1:10 PR4107 \\gexec is a psql command, which cannot be sent to a server")]
    [InlineData(
        "\\echo it's\nSELECT 1;\n\\i x.sql",
        "x.sql:1:1 PR4107 \\echo is a psql command, which cannot be sent to a server|x.sql:3:1 PR4107 \\i is a psql command, which cannot be sent to a server"
    )]
    [InlineData("COPY t FROM STDIN", "x.sql:1:1 PR3970 this COPY … FROM stdin has no rows")]
    [InlineData(
        "COPY t FROM STDIN; SELECT 1;\n1\n\\.",
        "x.sql:1:1 PR3970 this COPY … FROM stdin has no rows|x.sql:3:1 PR4107 \\. is a psql command, which cannot be sent to a server"
    )]
    [InlineData("SELECT 1;\nCOPY t FROM stdin;\n1\tit's\n\\.x\n", "x.sql:2:1 PR3970 the rows of this COPY … FROM stdin have no end")]
    [InlineData("COPY t FROM stdin (FORMAT binary);\nx\n\\.", "x.sql:1:1 PR4108 COPY in binary format cannot be part of a text")]
    [InlineData(
        "SET client_encoding = 'LATIN1'",
        "x.sql:1:1 PR3971 client_encoding would be LATIN1, and planrunner sends every text as UTF-8"
    )]
    [InlineData("SET NAMES win1252", "x.sql:1:1 PR3971 client_encoding would be win1252, and planrunner sends every text as UTF-8")]
    [InlineData(
        "SELECT set_config('client_encoding', 'LATIN1', true)",
        "x.sql:1:1 PR3971 client_encoding would be LATIN1, and planrunner sends every text as UTF-8"
    )]
    [InlineData("SET standard_conforming_strings = off", StringsOff)]
    [InlineData("SET LOCAL \"standard_conforming_strings\" TO 'off'", StringsOff)]
    [InlineData("SELECT pg_catalog.set_config('standard_conforming_strings', 'off', true)", StringsOff)]
    [InlineData("UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings'", StringsOff)]
    [InlineData("DO $$ BEGIN SET LOCAL standard_conforming_strings = off; END $$", StringsOff)]
    [InlineData("DO 'BEGIN PERFORM set_config(''standard_conforming_strings'', ''off'', true); END'", StringsOff)]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql SET standard_conforming_strings = off AS $$ SELECT 1 $$", StringsOff)]
    [InlineData(
        "RESET standard_conforming_strings",
        "x.sql:1:1 PR3976 standard_conforming_strings would be DEFAULT, and the runner reads every string with it on"
    )]
    [InlineData(
        "RESET ALL",
        "x.sql:1:1 PR3976 RESET ALL would give standard_conforming_strings the database's default, and the runner reads every string with it on"
    )]
    [InlineData("COPY (SELECT 1) TO stdout", "x.sql:1:1 PR4108 COPY to the client is not supported: a step keeps no rows")]
    [InlineData(
        "BEGIN; SELECT 1; COMMIT",
        "x.sql:1:1 PR4109 BEGIN is not allowed in a step: planrunner begins and ends the transaction|x.sql:1:18 PR4109 COMMIT is not allowed in a step: planrunner begins and ends the transaction"
    )]
    [InlineData(
        "START TRANSACTION",
        "x.sql:1:1 PR4109 START TRANSACTION is not allowed in a step: planrunner begins and ends the transaction"
    )]
    [InlineData("SAVEPOINT a", "x.sql:1:1 PR4109 SAVEPOINT is not allowed in a step: planrunner begins and ends the transaction")]
    [InlineData(
        "PREPARE TRANSACTION 'a'",
        "x.sql:1:1 PR4109 PREPARE TRANSACTION is not allowed in a step: planrunner begins and ends the transaction"
    )]
    public void Mistakes_are_told_with_their_place(string sql, string expected) =>
        Assert.Equal(expected.Split('|'), SqlTexts.Told(SqlTexts.SplitBadly(sql)));

    [Theory]
    [InlineData("COMMIT PREPARED 'a'")]
    [InlineData("PREPARE q AS SELECT 1")]
    [InlineData("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")]
    [InlineData("COPY t FROM '/tmp/stdin'")]
    [InlineData("SET client_encoding = 'UTF8'")]
    [InlineData("SET standard_conforming_strings = on")]
    [InlineData("SHOW standard_conforming_strings")]
    [InlineData("SELECT current_setting('standard_conforming_strings')")]
    [InlineData("INSERT INTO notes VALUES ('standard_conforming_strings', 'off')")]
    [InlineData("ALTER DATABASE shop SET standard_conforming_strings = off")]
    [InlineData("ALTER ROLE app RESET ALL")]
    [InlineData("RESET lock_timeout")]
    [InlineData("SET SESSION client_encoding TO DEFAULT")]
    [InlineData("COPY stdin FROM '/tmp/rows'")]
    public void What_only_looks_like_it_is_let_through(string sql) => Assert.Equal(sql, SqlTexts.One(sql).Text);

    [Theory]
    [InlineData("\\set n 5", "declare it under variables: in the plan")]
    [InlineData("\\set ON_ERROR_STOP on", "a step stops at the first error")]
    [InlineData("\\i other.sql", "file: NAME")]
    [InlineData("\\ir other.sql", "file: NAME")]
    [InlineData("\\c app", "on: CONNECTION")]
    [InlineData("\\copy t FROM 't.csv'", "COPY … FROM stdin; with the rows below it")]
    [InlineData("\\echo done", "title:")]
    [InlineData("\\if :x", "when: CONDITION")]
    [InlineData("SELECT 'x' \\gexec", "generate step")]
    [InlineData("SELECT 1 AS n \\gset", "capture: [COLUMN]")]
    [InlineData("\\timing on", "planrunner status")]
    [InlineData("\\pset pager off", "it formats psql output")]
    [InlineData("\\x", "it formats psql output")]
    [InlineData("\\dt", "it formats psql output")]
    [InlineData("\\! ls", "shell step")]
    [InlineData("SELECT 1 \\watch", "wait step")]
    [InlineData("\\unknown", "remove the \\ command")]
    public void A_psql_command_is_told_what_a_plan_has_in_its_place(string sql, string help)
    {
        var told = Assert.Single(SqlTexts.SplitBadly(sql));
        Assert.Equal("PR4107", told.Id);
        Assert.Contains(help, told.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void What_pg_dump_writes_for_psql_alone_is_passed_over()
    {
        var found = new Diagnostics();
        Assert.Equal(
            ["SELECT 1", "SELECT 2"],
            StatementSplitter.Split(SqlTexts.Of("\\restrict a'b\nSELECT 1;\nSELECT 2;\n\\unrestrict a'b\n"), found).Select(s => s.Text)
        );
        Assert.Empty(found);
    }

    [Fact]
    public void A_long_text_is_split_in_time_that_grows_with_it()
    {
        var sql = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"INSERT INTO t VALUES ({i}, 'x;y');\n"));
        Assert.Equal(20_000, StatementSplitter.Split(SqlTexts.Of(sql), []).Count);
    }
}
