using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Quoting;

/// <summary>Where in SQL what expressions write may stand; each case is a template for the value <c>it's</c>.</summary>
public sealed class SqlAdmissionTests
{
    private const string AsCode = "PR4305 a value would run as code";
    private const string AsForeign = "PR4305 a value would run as code of a language for which nothing here quotes";
    private const string AsLibrary = "PR4305 a value would decide which library the server loads";
    private const string InBodyAsCode = "in the SQL that is quoted here, a value would run as code";
    private const string Decides = "PR4002 the secret password would decide what the template does here";
    private const string Nothing = "PR4308 nothing is written here, as the value is null";
    private const string InString = "PR4301 what sql.literal made stands inside a string";
    private const string InComment = "PR4301 what sql.literal made stands inside a comment";
    private const string InBody = "PR4301 what sql.literal made stands inside the body of a dollar quote";
    private const string Touching = "PR4302 what sql.literal made touches what stands beside it, and would run together with it";
    private const string SideBySide = "PR4302 what sql.literal made stands beside a string, and over a line break the two are one";
    private const string Glued = "PR4303 a number is glued to what stands beside it";
    private const string DoubleMinus =
        "PR4303 a negative number stands right behind an operator, and its minus would become part of it (-- begins a comment)";
    private const string LooseMinus = "PR4303 the minus of a negative number comes after what stands behind it: -1::text is -(1::text)";
    private const string Subtraction = "PR4303 the minus of a negative number would subtract it from what stands before it";
    private const string NotFinite = "PR4303 a number that is not finite reads as a name in SQL";

    [Theory]
    [InlineData("SELECT {{ v | sql.literal }}", "SELECT 'it''s'")]
    [InlineData("SELECT {{ v | sql.literal }}::text,{{ v | sql.literal }}||{{ v | sql.literal }}", "SELECT 'it''s'::text,'it''s'||'it''s'")]
    [InlineData("SELECT x.{{ v | sql.ident }}FROM t", null)]
    [InlineData("SELECT x.{{ v | sql.ident }} FROM \"s\".{{ names | sql.ident }}", "SELECT x.\"it's\" FROM \"s\".\"a\", \"b'c\"")]
    [InlineData("SELECT $$a$$ /* b */ , {{ v | sql.literal }} -- c\n", "SELECT $$a$$ /* b */ , 'it''s' -- c\n")]
    [InlineData("IN ({{ names | sql.list }})", "IN ('a', 'b''c')")]
    [InlineData("SELECT {{ 'text ' + v | sql.literal }}", "SELECT 'text it''s'")]
    [InlineData(
        "SELECT {{ 'a' + secret + 'b' + secret | sql.literal }}, {{ secret | sql.ident }}",
        "SELECT  E'ahunter2bhunter2', \"hunter2\""
    )]
    [InlineData("SELECT {{ v | sql.ident | sql.literal }}::regclass", "SELECT '\"it''s\"'::regclass")]
    [InlineData("SELECT '{{ v | raw }}'", "SELECT 'it's'")]
    [InlineData("SELECT {{ n }}, {{ minus }}, {{ 1.5 }}, {{ 2 > 1 }}, {{ 1.5e300 }}", "SELECT 5, -5, 1.5, true, 1.5E+300")]
    [InlineData("SELECT 'a$a{{ n }}', $${{ n }}$$", "SELECT 'a$a5', $$5$$")]
    [InlineData("SELECT '{{ minus }}' -- {{ 1.5 }}\n, $$ {{ minus }} $$, \"t_{{ minus }}\"", "SELECT '-5' -- 1.5\n, $$ -5 $$, \"t_-5\"")]
    [InlineData("SELECT part_{{ n }}.x, t_{{ n }}_{{ n }}, 1{{ n }}, {{ n }}.{{ n }}", "SELECT part_5.x, t_5_5, 15, 5.5")]
    [InlineData("DO $$ BEGIN FOR i IN {{ minus }}..{{ n }} LOOP END LOOP; END $$", "DO $$ BEGIN FOR i IN -5..5 LOOP END LOOP; END $$")]
    [InlineData(
        "{{ capture body }}BEGIN PERFORM {{ v | sql.literal }}; END{{ end }}DO {{ body | sql.literal }}",
        "DO 'BEGIN PERFORM ''it''''s''; END'"
    )]
    [InlineData("DO {{ 'BEGIN END' | sql.literal }}", "DO 'BEGIN END'")]
    [InlineData(
        "{{ capture body }}BEGIN PERFORM {{ n }}, {{ v | raw }}; END{{ end }}DO LANGUAGE plpgsql {{ body | sql.literal }}",
        "DO LANGUAGE plpgsql 'BEGIN PERFORM 5, it''s; END'"
    )]
    [InlineData("COMMENT ON TABLE t IS {{ 'of ' + v | sql.literal }}", "COMMENT ON TABLE t IS 'of it''s'")]
    [InlineData(
        "COPY t TO PROGRAM {{ capture command }}gzip >{{ v | sh.quote }}{{ end }}{{ command | sql.literal }}",
        "COPY t TO PROGRAM  E'gzip >''it''\\\\''''s'''"
    )]
    [InlineData("EXECUTE plan({{ v | sql.literal }})", "EXECUTE plan('it''s')")]
    [InlineData(
        "{{ capture body }}BEGIN EXECUTE 'SELECT $1, ' || {{ n }} INTO x USING {{ v | sql.literal }}; PERFORM {{ v | sql.literal }}; END"
            + "{{ end }}DO {{ body | sql.literal }}",
        "DO 'BEGIN EXECUTE ''SELECT $1, '' || 5 INTO x USING ''it''''s''; PERFORM ''it''''s''; END'"
    )]
    [InlineData(
        "{{ capture q }}DROP TABLE {{ v | sql.ident }}{{ end }}{{ capture body }}BEGIN EXECUTE {{ q | sql.literal }}; END{{ end }}"
            + "DO {{ body | sql.literal }}",
        "DO 'BEGIN EXECUTE ''DROP TABLE \"it''''s\"''; END'"
    )]
    [InlineData(
        "{{ capture body }}BEGIN GRANT EXECUTE ON FUNCTION f(int) TO {{ v | sql.ident }}; CREATE TRIGGER x AFTER INSERT ON t "
            + "EXECUTE FUNCTION f({{ v | sql.literal }}); END{{ end }}DO {{ body | sql.literal }}",
        "DO 'BEGIN GRANT EXECUTE ON FUNCTION f(int) TO \"it''s\"; CREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f(''it''''s''); END'"
    )]
    [InlineData(
        "SELECT * FROM dblink({{ v | sql.literal }}, {{ capture q }}SELECT {{ v | sql.literal }}{{ end }}{{ q | sql.literal }}) AS t(x text)",
        "SELECT * FROM dblink('it''s', 'SELECT ''it''''s''') AS t(x text)"
    )]
    [InlineData("SELECT cron.schedule({{ v | sql.literal }}, '@daily', 'VACUUM')", "SELECT cron.schedule('it''s', '@daily', 'VACUUM')")]
    [InlineData(
        "ALTER SYSTEM SET archive_command = {{ capture c }}cp %p {{ v | sh.quote }}/%f{{ end }}{{ c | sql.literal }}",
        "ALTER SYSTEM SET archive_command =  E'cp %p ''it''\\\\''''s''/%f'"
    )]
    [InlineData(
        "ALTER SYSTEM SET log_line_prefix = {{ v | sql.literal }}; UPDATE t SET archive_command = {{ v | sql.literal }}",
        "ALTER SYSTEM SET log_line_prefix = 'it''s'; UPDATE t SET archive_command = 'it''s'"
    )]
    public void What_is_a_token_of_its_own_enters_SQL(string template, string? expected)
    {
        var (text, told) = Render(template);
        if (expected is null)
            Assert.NotEmpty(told);
        else
            Assert.Equal((expected, []), (text, told));
    }

    [Theory]
    [InlineData(
        "SELECT 1 WHERE a LIKE '{{ v }}%'",
        "{{ value + '%' | sql.literal }} in the place of '…'",
        "SELECT 1 WHERE a LIKE {{ v + '%' | sql.literal }}"
    )]
    [InlineData(
        "SELECT 'the {{ v }} of'",
        "{{ 'the ' + value + ' of' | sql.literal }} in the place of '…'",
        "SELECT {{ 'the ' + v + ' of' | sql.literal }}"
    )]
    [InlineData("SELECT \"t_{{ v }}\"", "{{ 't_' + value | sql.ident }} in the place of \"…\"", "SELECT {{ 't_' + v | sql.ident }}")]
    [InlineData("SELECT {{ v }}", "add | sql.literal for a value", "SELECT {{ v | sql.literal }}")]
    [InlineData("SELECT 1 -- {{ v }}", "leave it out of the comment", "SELECT 1")]
    public void What_is_advised_for_an_unquoted_value_is_not_the_next_mistake(string template, string advice, string followed)
    {
        Assert.Contains(advice, Assert.Single(Diagnostics(template)).Help, StringComparison.Ordinal);
        Assert.Empty(Render(followed).Told);
    }

    [Theory]
    [InlineData("DO {{ 'BEGIN ' + v + ' END' | sql.literal }}", $"1:7 {AsCode}")]
    [InlineData("DO LANGUAGE plpgsql /* c */ {{ v | sql.literal }}", $"1:32 {AsCode}")]
    [InlineData("do {{ secret | sql.literal }}", $"1:7 {AsCode}")]
    [InlineData(
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS {{ capture body }}SELECT {{ v }}{{ end }}{{ body | sql.literal }}",
        $"1:93 {AsCode}"
    )]
    [InlineData("COPY t TO PROGRAM {{ 'cat >' + v | sql.literal }}", $"1:22 {AsCode}")]
    [InlineData("COPY t FROM PROGRAM {{ x = 'echo ' + (v | sql.ident); x | sql.literal }}", $"1:55 {AsCode}")]
    [InlineData("DO {{ capture b }}BEGIN PERFORM {{ v | sh.quote }}; END{{ end }}{{ b | sql.literal }}", $"1:68 {AsCode}")]
    [InlineData("DO LANGUAGE plperl {{ capture b }}my $x = {{ v | sql.ident }};{{ end }}{{ b | sql.literal }}", $"1:75 {AsForeign}")]
    [InlineData(
        "CREATE FUNCTION f() RETURNS int AS {{ capture b }}x = {{ v | sql.literal }}{{ end }}{{ b | sql.literal }} LANGUAGE plpython3u",
        $"1:88 {AsForeign}"
    )]
    [InlineData("ALTER SYSTEM SET archive_command = {{ v | sql.literal }}", $"1:39 {AsCode}")]
    [InlineData("alter system set \"restore_command\" to {{ v | sql.literal }}", $"1:42 {AsCode}")]
    [InlineData("ALTER SYSTEM SET archive_cleanup_command TO {{ secret | sql.literal }}", $"1:48 {AsCode}")]
    [InlineData("ALTER SYSTEM SET recovery_end_command /* c */ = {{ v | sql.literal }}", $"1:52 {AsCode}")]
    [InlineData("ALTER ROLE r IN DATABASE d SET session_preload_libraries = 'a', {{ v | sql.literal }}", $"1:68 {AsLibrary}")]
    [InlineData("LOAD {{ v | sql.literal }}", $"1:9 {AsLibrary}")]
    [InlineData("SELECT query_to_xml({{ v | sql.literal }}, true, false, '')", $"1:24 {AsCode}")]
    [InlineData("SELECT pg_catalog.\"query_to_xml\"(upper('SELECT ' || {{ v | sql.literal }}), true, false, '')", $"1:56 {AsCode}")]
    [InlineData("SELECT dblink_exec({{ v | sql.literal }}, {{ v | sql.literal }}, true)", $"1:46 {AsCode}")]
    [InlineData("SELECT * FROM dblink({{ v | sql.literal }}) AS t(x text)", $"1:25 {AsCode}")]
    [InlineData("SELECT cron.schedule('n', '@daily', {{ v | sql.literal }})", $"1:40 {AsCode}")]
    [InlineData("SELECT * FROM crosstab(ARRAY['a', 'b'], {{ v | sql.literal }})", $"1:44 {AsCode}")]
    [InlineData("SELECT {{ secret | string.replace 'h' '\\0' | sql.literal }}", $"1:11 {Decides}")]
    [InlineData("SELECT 1 AS {{ secret | string.slice 7 | sql.ident }}", $"1:16 {Decides}")]
    [InlineData(
        "SELECT 1 AS {{ secret + 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | sql.ident }}",
        $"1:16 {Decides}"
    )]
    [InlineData("SELECT {{ secret | sql.list }}", "1:11 PR4002 sql.list was given one value")]
    [InlineData("SELECT 4 -{{ v | string.to_int }}- 3", $"1:14 {Nothing}")]
    [InlineData("SELECT 2 /{{ null }}* 1 */", $"1:14 {Nothing}")]
    [InlineData("SELECT 1{{ x = 1 }} WHERE a = {{ [] | array.first }}", $"1:34 {Nothing}")]
    [InlineData("SELECT $a{{ n }}$ x $a5$ , 2 AS b", $"1:13 {Glued}")]
    [InlineData("SELECT $a5$ x $a{{ n }}$ , 2 AS b", $"1:20 {Glued}")]
    [InlineData("SELECT '{{ v | sql.literal }}'", $"1:12 {InString}")]
    [InlineData("SELECT 'a {{ v | sql.literal }} b'", $"1:14 {InString}")]
    [InlineData("SELECT E'a\\'{{ v | sql.literal }}'", $"1:16 {InString}")]
    [InlineData("SELECT U&'{{ v | sql.literal }}'", $"1:14 {InString}")]
    [InlineData("SELECT 'a'\n  'b {{ v | sql.literal }}'", $"2:9 {InString}")]
    [InlineData("SELECT \"a{{ v | sql.literal }}\"", "1:13 PR4301 what sql.literal made stands inside a quoted name")]
    [InlineData("SELECT U&\"{{ v | sql.ident }}\"", "1:14 PR4301 what sql.ident made stands inside a quoted name")]
    [InlineData("SELECT nextval('{{ v | sql.ident }}')", "1:20 PR4301 what sql.ident made stands inside a string")]
    [InlineData("SELECT 1 -- {{ v | sql.literal }}", $"1:16 {InComment}")]
    [InlineData("SELECT 1 /* /* */ {{ v | sql.literal }} */", $"1:22 {InComment}")]
    [InlineData("SELECT 1 /* {{ v | sql.literal }}", $"1:16 {InComment}")]
    [InlineData("DO $$ {{ v | sql.literal }} $$", $"1:10 {InBody}")]
    [InlineData("DO $a$ $$ {{ v | sql.literal }} $$ $a$", $"1:14 {InBody}")]
    [InlineData("SELECT '{{ 5 | sql.literal }}'", $"1:12 {InString}")]
    [InlineData("SELECT '{{ secret | sql.literal }}'", $"1:12 {InString}")]
    [InlineData("SELECT {{ \"'\" | raw }}{{ v | sql.literal }}'", $"1:26 {InString}")]
    public void What_is_quoted_stands_inside_of_nothing(string template, params string[] told) => Assert.Equal(told, Render(template).Told);

    [Theory]
    [InlineData("SELECT E{{ v | sql.literal }}", $"1:12 {Touching}")]
    [InlineData("SELECT B{{ v | sql.literal }}", $"1:12 {Touching}")]
    [InlineData("SELECT U&{{ v | sql.literal }}", $"1:13 {Touching}")]
    [InlineData("SELECT date{{ v | sql.literal }}", $"1:15 {Touching}")]
    [InlineData("SELECT {{ v | sql.literal }}AS x", $"1:11 {Touching}")]
    [InlineData("SELECT {{ v | sql.literal }}'b'", $"1:11 {Touching}")]
    [InlineData("SELECT 'a'{{ v | sql.literal }}", $"1:14 {Touching}")]
    [InlineData("SELECT {{ v | sql.literal }}{{ v | sql.literal }}", $"1:11 {Touching}", $"1:32 {Touching}")]
    [InlineData("SELECT {{ null | sql.literal }}{{ 5 | sql.literal }}", $"1:11 {Touching}", $"1:35 {Touching}")]
    [InlineData("SELECT {{ secret | sql.literal }}{{ secret | sql.literal }}", $"1:11 {SideBySide}", $"1:37 {Touching}")]
    [InlineData("SELECT {{ v | sql.literal }}\n'b'", $"1:11 {Touching}")]
    [InlineData("SELECT {{ v | sql.literal }} -- c\n'b'", $"1:11 {Touching}")]
    [InlineData("SELECT 'b' {{ v | sql.literal }}", $"1:15 {SideBySide}")]
    [InlineData("SELECT 'b'\n{{ secret | sql.literal }}", $"2:4 {SideBySide}")]
    [InlineData(
        "SELECT \"a\"{{ v | sql.ident }}",
        "1:14 PR4302 what sql.ident made touches what stands beside it, and would run together with it"
    )]
    [InlineData(
        "SELECT a{{ v | sql.ident }}",
        "1:12 PR4302 what sql.ident made touches what stands beside it, and would run together with it"
    )]
    [InlineData("SELECT ${{ 5 | sql.literal }}", $"1:12 {Touching}")]
    [InlineData("SELECT {{ minus | sql.literal }}::text", $"1:11 {LooseMinus}")]
    [InlineData(
        "SELECT {{ secret | sql.literal | string.slice 0 3 }}{{ v | sql.literal }}",
        "1:11 PR4307 a value must be quoted before it enters SQL",
        $"1:56 {Touching}"
    )]
    public void What_is_quoted_touches_nothing_that_changes_it(string template, params string[] told) =>
        Assert.Equal(told.Order(StringComparer.Ordinal), Render(template).Told.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("SELECT 3 -{{ minus }}", $"1:14 {DoubleMinus}")]
    [InlineData("SELECT 2^{{ minus }}", $"1:13 {DoubleMinus}")]
    [InlineData("DO $$ SELECT 3-{{ minus }}; $$", $"1:19 {DoubleMinus}")]
    [InlineData("SELECT {{ minus }}::text", $"1:11 {LooseMinus}")]
    [InlineData("SELECT (1) {{ minus }}", $"1:15 {Subtraction}")]
    [InlineData("SELECT 1 /* x */ {{ minus | sql.literal }}", $"1:21 {Subtraction}")]
    [InlineData("SELECT x{{ minus }}", $"1:12 {Glued}")]
    [InlineData("SELECT x{{ 1.5 }}", $"1:12 {Glued}")]
    [InlineData("SELECT {{ 1.5 }}x", $"1:11 {Glued}")]
    [InlineData("SELECT {{ 0 }}x1f", $"1:11 {Glued}")]
    [InlineData("SELECT {{ n }}e5", $"1:11 {Glued}")]
    [InlineData("SELECT a{{ 2 > 1 }}", $"1:12 {Glued}")]
    [InlineData("SELECT {{ nan }}", $"1:11 {NotFinite}")]
    [InlineData("SELECT {{ infinity }}", $"1:11 {NotFinite}")]
    public void A_number_stays_a_number(string template, params string[] told) => Assert.Equal(told, Render(template).Told);

    [Theory]
    [InlineData("SELECT {{ 'a' + nul | raw }}", "1:11 PR4304 a NUL character cannot be sent")]
    [InlineData("SELECT '\0'", "1:9 PR4304 a NUL character cannot be sent")]
    [InlineData("SELECT 1;\nSELECT {{ half | raw }}", "2:11 PR4304 half of a surrogate pair cannot be sent")]
    [InlineData("SELECT {{ half | sql.literal }}", "1:11 PR4002 sql.literal was given text with half of a surrogate pair")]
    public void What_cannot_be_sent_is_told(string template, string told) => Assert.Equal([told], Render(template).Told);

    [Fact]
    public void All_is_told_at_once_and_an_unquoted_value_does_not_decide_how_the_rest_is_read() =>
        Assert.Equal(
            [
                "2:4 PR4307 a value must be quoted before it enters SQL",
                $"3:4 {InString}",
                "4:6 PR4307 text made by sh.quote is not quoted for SQL",
                $"6:7 {InComment}",
            ],
            Render(
                "SELECT\n{{ v }}, '\n{{ v | sql.literal }}',\n '{{ v | sh.quote }}',\n{{ v | sql.literal }} --\n-- {{ v | sql.literal }}"
            ).Told
        );

    [Fact]
    public void A_value_that_happens_to_be_empty_must_be_quoted_too() =>
        Assert.Equal(["1:11 PR4307 a value must be quoted before it enters SQL"], Render("SELECT {{ empty }}{{ v | sql.literal }}").Told);

    [Fact]
    public void A_mistake_in_a_loop_is_told_once_and_one_in_an_included_text_there()
    {
        var (_, told) = Render("SELECT {{ for i in 1..3 }}'{{ v | sql.literal }}' {{ end }}\n{{ include 'part.sql' }}");

        Assert.Equal([$"1:31 {InString}", $"part.sql:2:7 {InString}"], told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(
        "{{ capture body }}SELECT '{{ v | sql.literal }}'{{ end }}DO {{ body | sql.literal }}",
        "in the SQL that is quoted here, what sql.literal made stands inside a string"
    )]
    [InlineData(
        "{{ capture body }}SELECT {{ v | sql.literal }}, {{ v }}{{ end }}DO {{ body | sql.literal }}",
        "in the SQL that is quoted here, a value must be quoted before it enters SQL"
    )]
    [InlineData(
        "{{ capture command }}echo \"{{ v | sh.quote }}\"{{ end }}COPY t TO PROGRAM {{ command | sql.literal }}",
        "in the script that is quoted here, what sh.quote made stands inside double quotes"
    )]
    [InlineData("{{ capture body }}BEGIN EXECUTE {{ v | sql.literal }}; END{{ end }}DO {{ body | sql.literal }}", InBodyAsCode)]
    [InlineData("{{ capture body }}BEGIN EXECUTE 'a ' || {{ v | sql.literal }}; END{{ end }}DO {{ body | sql.literal }}", InBodyAsCode)]
    [InlineData(
        "{{ capture body }}BEGIN RETURN QUERY EXECUTE format('SELECT %s', {{ v | sql.literal }}) USING 1; END{{ end }}DO {{ body | sql.literal }}",
        InBodyAsCode
    )]
    [InlineData(
        "{{ capture body }}BEGIN FOR r IN EXECUTE lower({{ v | sql.literal }}) LOOP NULL; END LOOP; END{{ end }}DO {{ body | sql.literal }}",
        InBodyAsCode
    )]
    [InlineData(
        "{{ capture q }}SELECT {{ v | sql.literal }}{{ end }}{{ capture body }}BEGIN EXECUTE 'SELECT ''' || {{ q | sql.literal }}; END{{ end }}"
            + "DO {{ body | sql.literal }}",
        InBodyAsCode
    )]
    public void What_is_quoted_as_a_whole_is_looked_at_inside(string template, string message) =>
        Assert.EndsWith("PR4002 " + message, Assert.Single(Render(template).Told), StringComparison.Ordinal);

    [Fact]
    public void Every_refusal_says_what_to_write() =>
        Assert.All(
            Diagnostics(
                "SELECT '{{ v | sql.literal }}', \"{{ v | sql.ident }}\", $${{ v | sql.list }}$$, E{{ v | sql.literal }}, 1 -{{ minus }} -- {{ v | sql.literal }}"
            ),
            diagnostic => Assert.NotNull(diagnostic.Help)
        );

    private static (string? Text, string[] Told) Render(string template)
    {
        var found = new Diagnostics();
        var text = Render(template, found);
        return (
            text?.Text,
            [
                .. found.Select(d =>
                    $"{(d.Place!.Value.Source.Path == "t.sql" ? "" : "part.sql:")}{d.Place.Value.Line}:{d.Place.Value.Column} {d.Id} {d.Message}"
                ),
            ]
        );
    }

    private static Diagnostics Diagnostics(string template)
    {
        var found = new Diagnostics();
        Render(template, found);
        return found;
    }

    private static RenderedText? Render(string template, Diagnostics found)
    {
        var model = SqlFunctions.Model();
        model["v"] = "it's";
        model["names"] = new TemplateArray(["a", "b'c"]);
        model["empty"] = "";
        model["n"] = 5;
        model["minus"] = -5;
        model["nan"] = double.NaN;
        model["infinity"] = double.PositiveInfinity;
        model["nul"] = "\0";
        model["half"] = "a\uD83D";
        model["secret"] = TextValue.Secret("password", "hunter2");
        var part = new SourceText("part.sql", "SELECT\n 'x{{ v | sql.literal }}'");
        return PlanTemplate
            .Parse(template, new SourceText("t.sql", template), found)
            ?.Render(new RenderScope(model, found, name => name == "part.sql" ? part : null), TextContext.Sql);
    }
}
