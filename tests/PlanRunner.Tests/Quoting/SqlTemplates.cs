using System.Text;

namespace PlanRunner.Tests.Quoting;

/// <summary>SQL templates made by chance: expressions where they belong, and now and then where they do not.</summary>
internal sealed class SqlTemplates(Random random, bool backslashes)
{
    private static readonly IReadOnlyDictionary<string, string> Includes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["value"] = "{{ a | sql.literal }}",
        ["inside"] = "'x {{ b | sql.literal }}'",
        ["comment"] = "/* it's {{ n }} */",
        ["quote"] = "'",
        ["name"] = "{{ i | sql.ident }}",
    };

    // Expressions of type text, each good where one may stand.
    private static readonly string[] Values =
    [
        "{{ a | sql.literal }}",
        "{{ b|sql.literal }}::text",
        "{{ s | sql.literal }}",
        "{{ 'x' + a | sql.literal }}",
        "{{ a + \"'\" + b | sql.literal }}",
        "{{ 'it' + s + a | sql.literal }}",
        "{{ a | string.upcase | sql.literal }}",
        "{{ capture c1 }}one {{ a }} two{{ end }}{{ c1 | sql.literal }}",
        "coalesce({{ for x in l }}{{ x | sql.literal }}, {{ end }}'z')",
        "concat({{ l | sql.list }})",
        "{{ include 'value' }}",
        "{{ { host: c, port: 5432, password: c } | sql.conninfo }}",
        "{{ k | sql.ident | sql.literal }}",
        "{{ capture q }}SELECT {{ m | sql.literal }} AS x, 'it''s'{{ end }}{{ q | sql.literal }}",
        "({{ n }})::text",
        "concat({{ n }},{{ n | sql.literal }})",
        "concat(1.0 * {{ f }})",
        "({{ t }})::text",
        "'n{{ n }}'",
        "'{{ f }}'",
        "$${{ n }} it's$$",
        "{{ if t || !t }}{{ a | sql.literal }}{{ end }}",
        "{{ func q1(x); ret x | sql.literal; end; q1 b }}",
        "({{ a | sql.literal }}COLLATE \"C\")",
        "{{ a | sql.literal }}||{{ s | sql.literal }}",
        "$t$ {{ n }} $t$",
        "{{ \"'x'\" }}",
        "concat(1{{ n }})",
        "'plain'",
        "'it''s'",
        "$$a'b$$",
        "$t$ \" -- $$ $t$",
        "'/*'",
        "'--'",
        "N'x'",
        "U&'d!0061' UESCAPE '!'",
        "(B'101')::text",
        "{{ \"'it''s'\" | raw }}",
    ];

    private static readonly string[] Escapes = ["E'a\\'b'", "'a\\'", "e'\\\\'", "U&'d\\0061'"];

    private static readonly string[] Aliases =
    [
        "",
        "",
        "",
        " AS {{ i | sql.ident }}",
        " {{ j | sql.ident }}",
        " AS \"a \"\" b\"",
        " AS \"c{{ n }}\"",
        " AS part_{{ n }}",
        " AS {{ 'p_' + i | sql.ident }}",
        " AS {{ include 'name' }}",
    ];

    private static readonly string[] Gaps =
    [
        " ",
        " ",
        " ",
        "\n",
        "  ",
        " -- don't\n",
        " /* it's */ ",
        " /* /* \" */ $$ */",
        " -- {{ n }}\n",
        "{{ include 'comment' }}",
        " /* {{ f }} */ ",
    ];

    private static readonly string[] Wrong =
    [
        "'{{ a | sql.literal }}'",
        "'x {{ a | sql.literal }} y'",
        "'{{ i | sql.ident }}'",
        "\"{{ i | sql.ident }}\"",
        "\"c_{{ i | sql.ident }}\"",
        "'z' -- {{ a | sql.literal }}\n",
        "'z' /* {{ a | sql.literal }} */",
        "$${{ a | sql.literal }}$$",
        "$t$ {{ a | sql.literal }} $t$",
        "E{{ a | sql.literal }}",
        "U&{{ a | sql.literal }}",
        "N{{ a | sql.literal }}",
        "B{{ a | sql.literal }}",
        "X{{ a | sql.literal }}",
        "{{ a | sql.literal }}{{ b | sql.literal }}",
        "{{ a | sql.literal }}\n{{ b | sql.literal }}",
        "'a'{{ a | sql.literal }}",
        "{{ a | sql.literal }}'a'",
        "'a'\n{{ a | sql.literal }}",
        "{{ s | sql.literal }} -- c\n'b'",
        "{{ s | sql.literal }}{{ s | sql.literal }}",
        "'{{ a }}'",
        "{{ a }}",
        "{{ a | sh.quote }}",
        "'x'AS a{{ i | sql.ident }}",
        "'x' AS \"a\"{{ i | sql.ident }}",
        "concat(-{{ n }})",
        "concat(1 -{{ n }})",
        "concat(2^{{ n }})",
        "{{ n }}::text",
        "'x' AS c{{ f }}",
        "concat({{ n }}x)",
        "concat({{ f }})",
        "concat(@{{ n }})",
        "$$ 1 -{{ n }} $$",
        "concat({{ n | sql.literal }}::text)",
        "{{ include 'inside' }}",
        "{{ include 'quote' }}{{ a | sql.literal }}{{ include 'quote' }}",
        "{{ a | sql.literal | string.slice 0 1 }}",
        "{{ s | sql.literal | string.slice 0 3 }}{{ a | sql.literal }}",
        "{{ for x in l }}{{ x | sql.literal }}{{ end }}",
        "{{ \"'\" | raw }}{{ a | sql.literal }}'",
        "{{ capture q }}SELECT '{{ m | sql.literal }}'{{ end }}{{ q | sql.literal }}",
        "{{ capture q }}SELECT $${{ m | sql.literal }}$$ AS x{{ end }}{{ q | sql.literal }}",
        "{{ a | sql.literal }}AS x",
        "'x'AS {{ i | sql.ident }}\"b\"",
        "date{{ a | sql.literal }}",
        "${{ a | sql.literal }}",
        ":{{ n | sql.literal }}",
        "{{ l }}",
        "{{ l | sql.literal }}",
        "E'\\{{ a | sql.literal }}'",
    ];

    private static readonly string[] Noise =
    [
        "'",
        "\"",
        "$$",
        "--",
        "/*",
        "*/",
        "\n",
        " ",
        "E",
        ";",
        "(",
        "$t$",
        "''",
        "-",
        "x",
        "\n\n",
        "U&",
    ];

    public TemplateCase Next()
    {
        var text = Statement(Items());
        if (random.Next(5) == 0)
            text = Disturbance.In(text, random, backslashes ? [.. Noise, "\\"] : Noise);
        return new TemplateCase(text, Includes);
    }

    private string Items()
    {
        var items = new StringBuilder();
        var count = random.Next(1, 5);
        var wrong = random.Next(10) < 4 ? random.Next(count) : -1;
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                items.Append(random.Next(3) == 0 ? "," : Pick(Gaps) + "," + Pick(Gaps));
            items.Append(i == wrong ? Pick(Wrong) : Value() + Pick(Aliases));
        }

        return items.ToString();
    }

    private string Value() =>
        (random.Next(8), backslashes) switch
        {
            (0, true) => Pick(Escapes),
            (1, _) => $"{Pick(Values)}||{Pick(Values)}",
            (2, _) => $"CASE WHEN {Pick(Values)}{Pick(Gaps)}={Pick(Gaps)}{Pick(Values)} THEN {Pick(Values)} END",
            _ => Pick(Values),
        };

    private string Statement(string items) =>
        random.Next(6) switch
        {
            0 =>
                $"SELECT{Pick(Gaps)}{items}{Pick(Gaps)}FROM (VALUES ({Pick(Values)})) AS t({{{{ i | sql.ident }}}}){Pick(Gaps)}WHERE t.{{{{ i | sql.ident }}}}{Pick(Gaps)}<> {Pick(Values)}",
            1 =>
                $"WITH {{{{ j | sql.ident }}}} AS (SELECT {Pick(Values)} AS v) SELECT {items} FROM {{{{ j | sql.ident }}}} WHERE v IN ({{{{ l | sql.list }}}})",
            2 => $"INSERT INTO sink (note) VALUES ({Pick(Values)}){Pick(Gaps)}RETURNING {items}",
            3 => $"UPDATE sink SET note = {Pick(Values)}{Pick(Gaps)}WHERE note LIKE {Pick(Values)} RETURNING {items}",
            _ => $"SELECT{Pick(Gaps)}{items}",
        };

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
