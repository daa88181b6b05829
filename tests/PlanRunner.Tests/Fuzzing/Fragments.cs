namespace PlanRunner.Tests.Fuzzing;

/// <summary>Pieces of each language that readers have been known to stumble over.</summary>
internal static class Fragments
{
    public static readonly string[] Yaml =
    [
        "&a ", "*a", "*b ", "&a [*a]", "<<: *a", "<<: [*a, *b]", "<<: 1", "!!str ", "!!int 5", "!<tag:yaml.org,2002:str> x", "! ", "!!binary aGk=", "!x!y ", "%YAML 1.1\n---\n", "%YAML 9.9\n",
        "%TAG ! tag:x,2000:\n", "---\n", "...\n", "--- |\n", "? ", "? [a]\n: b\n", "? {a: b}\n", ": ", ":\n", "- - - ", "-\n", "[", "]", "[[", "{", "}", "{}", "[]", "{a: }", "{a, b}",
        "[a, ]", "{? a : b}", "|\n", "|2\n", "|+\n", "|-9\n", ">\n", ">-\n  a\n   b\n", "|\n\n\n", "\"\\0\"", "\"\\uD800\"", "\"\\U0010FFFF\"", "\"\\UFFFFFFFF\"", "\"\\x1b[2J\"", "\"\\\n", "'it''s'", "''",
        "\"\"", "\"a\\\n  b\"", "# c\n", " # c", "0o17", "0b1", "1:30:00", "2020-01-01T00:00:00Z", "12h", "-5s", "1e400s", "99999999999999999999d", "0.0000000001ms", "..", "../x", "/etc/passwd", "a/b/c", "\"{{\"", "'{{ x }}'",
        "'{{ secrets.pw | sql.literal }}'", "\"{{ 1 / 0 }}\"", "'{{ for i in 1..99; i; end }}'", "'{{ environment }}'", "'{{ include \"x\" }}'", "{{ x }}", "\n      ", "\n  - id: x\n    sql: { on: source, text: SELECT 1 }\n",
        "steps: []", "foreach: tables", "as: x", "key: x", "when: 'false'", "undo: {}", "on_failure: undo", "point_of_no_return: true", "needs: [a, b]", "params: { a: b.c }", "capture: [a]", "file: schema/analyze.sql", "text: ''",
        "retry: { attempts: 0 }", "timeout: 0s", "settings: { role: '{{ x }}' }", "version: 2", "default: [1, {a: b}]", "type: list", "\u00e9", "\u4e2d\u6587",
    ];

    public static readonly string[] Template =
    [
        "{{", "}}", "{{-", "-}}", "{{~", "~}}", "{{ end }}", "{{ if x }}", "{{ else }}", "{{ for i in list }}", "{{ while true }}", "{{ break }}", "{{ case x; when 1; end }}", "{{ func f(a, b = 1, c...); ret a; end }}",
        "{{ f(x) = x * 2 }}", "{{ capture c }}", "{{ with given }}", "{{ wrap f }}", "{{ include 'p' }}", "{{ secret }}", "{{ secret | string.size }}", "{{%{", "}%}}", "{%{", "}%}", "{{ # c }}", "{{ ## c ## }}", " | ", " ?? ", " ?. ", "..", "..<", "^",
        "@f", "$", "$0", "$$", "$x", "[1, 2]", "{a: 1}", "[", "]", "(", ")", "'", "\"", "`", "$'{x}'", "$\"{{x}}\"", "'\\u12'", "'\\x'", "1e999", "0x", "0b2", "1_0", "1m", "9999999999999999999999999", "<< 64", "% 0", "/ 0", "// 0", "* 'a'",
        "| string.split ''", "| regex.match '('", "| regex.replace '.*' '$9'", "| date.to_string '%'", "| math.format 'Q'", "| array.sort", "| object.to_json", "| object.eval", "| string.pad_left 99999", "| array.each @f", "date.parse 'x'",
        "timespan.from_days 1e300", "date.add_years (date.parse '2020-01-01') 99999", "x = this", "this.x", "for.index", "for.last", "readonly x", "import given", "x[0]", "x[-1]", "x.y.z", "list[0] = 1", "x += 1", "x++", "!x", "-x", "a ? b : c",
    ];

    public static readonly string[] Sql =
    [
        "'", "''", "\"", "\"\"", "E'\\", "E'\\''", "U&'\\0041'", "U&\"a\"", "B'1'", "X'g'", "N'x'", "$$", "$a$", "$a$;$a$", "$1", "$a", "a$b$", "--", "-- c\n", "/*", "*/", "/* /* */ */", ";", ";;", "(", ")", "((", "[", "]", ":", "::", ":=", ":n",
        ":n::text", "\\", "\\d\n", "1.e5", "1e+", "0x", ".5.", "BEGIN ATOMIC", "END", "CASE WHEN", "CREATE FUNCTION f() RETURNS int ", "CREATE OR REPLACE PROCEDURE p() ", "COMMIT", "COPY t FROM STDIN", "PREPARE TRANSACTION 'x'", "WITH a AS (", "SELECT ",
        "INSERT INTO ", "FOR UPDATE", "INTO t", "pg_terminate_backend(1)", "query_to_xml('SELECT setval(1)')", "CREATE INDEX CONCURRENTLY ", "ALTER TYPE t ADD VALUE 'x'", "VACUUM", "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = false)",
        "DROP SUBSCRIPTION s", "ALTER SUBSCRIPTION s SET (slot_name = NONE)", "EXPLAIN ANALYZE ", "CALL p()", "DO $$ BEGIN COMMIT; END $$", "SET LOCAL x = 1", "\u00a0", "\u00e9", "'a'\n'b'", "'a' --\n'b'", "\r", "\f", "AS end", ".end",
    ];

    public static readonly string[] Json =
    [
        "null", "true", "0", "-1", "1e400", "1e300", "9e18", "1.5", "\"\"", "\"x\"", "[]", "{}", "[null]", "[{}]", "{\"a\":null}", "{\"a\":{}}", "\"0001-01-01T00:00:00+00:00\"", "\"9999-12-31T23:59:59+00:00\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"2026-02-30T00:00:00Z\"", "\"\\ud800\"", "\"\\u0000\"", "\"Transaction\"", "\"Outside\"", "\"Listed\"", "\"None\"", "7", "\"7\"", "\"done\"", "\"started\"", "\"opened\"", "\"committing\"", "\"listed\"", "\"item-done\"", "\"reopened\"", "\"undone\"",
        "\"rebound\"", "\"repaired\"", "\"event\":", "\"step\":", "\"undo\":true,", "\"captured\":{\"a\":{\"type\":\"text\",\"text\":\"x\"}},", "\"timeout_seconds\":", "\"servers\":[null],", "\"statements\":null,", "\"point\":null,", "\"$type\":1,", "\"hash\":\"\",", ",", "}",
        "{", "\"", "\\", "\n", "\r\n", "\ufeff", "a/b", "a[x]/b", "cut/", "/", "[", "%2F",
    ];
}
