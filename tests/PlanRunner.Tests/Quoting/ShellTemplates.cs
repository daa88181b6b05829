namespace PlanRunner.Tests.Quoting;

/// <summary>Templates of scripts made by chance: expressions where they belong, and now and then where they do not.</summary>
internal sealed class ShellTemplates(Random random)
{
    private static readonly IReadOnlyDictionary<string, string> Includes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["value"] = "{{ a | sh.quote }}",
        ["inside"] = "'x {{ b | sh.quote }}'",
        ["quote"] = "'",
    };

    private static readonly string[] Commands =
    [
        "probe {{ a | sh.quote }} 'b'", "probe x{{ a | sh.quote }}y\"z\"{{ b | sh.quote }}", "probe --option={{ a | sh.quote }}", "x={{ a | sh.quote }}; probe \"$x\"", "probe \"$(probe {{ a | sh.quote }})\"",
        "probe \"$(case x in (y) : ;; a|x) probe {{ a | sh.quote }} ;; esac)\" {{ b | sh.quote }}", "case {{ a | sh.quote }} in {{ a | sh.quote }}) probe yes ;; *) probe no ;; esac", "probe {{ l | sh.quote }}",
        "for v in {{ l | sh.quote }}; do probe \"$v\"; done", "if true; then probe {{ a | sh.quote }}; else probe no; fi", "probe \"a\"{{ s | sh.quote }}\"b\" # it's {{ n }}", "x={{ a | sh.quote }}\ntake <<END\n<$x> \\$x\nEND",
        "take <<'END' && probe {{ a | sh.quote }}\n' \" ` $x $( \\\nEND", "take <<-END; probe {{ b | sh.quote }}\n\tit's {{ n }}\n\tEND", "probe {{ n }} \"{{ n }}\" '{{ n }}' x{{ f }}-{{ n }}", "probe $(( {{ n }} * 0 )) {{ a | sh.quote }}",
        "probe \"${y-d}\" ${y-'it}s'} {{ a | sh.quote }}", "probe `probe \\\\ ')'` {{ a | sh.quote }}", "f() { probe \"$@\"; }; f {{ a | sh.quote }}", "(probe {{ a | sh.quote }})", "{ probe {{ a | sh.quote }}; }", "probe a \\\n {{ a | sh.quote }}",
        "eval {{ capture script }}probe {{ m | sh.quote }} \"x\"{{ end }}{{ script | sh.quote }}", "probe {{ a | sh.quote }} | take", "probe {{ a | sh.quote }} && probe {{ b | sh.quote }} || probe no", "probe {{ k | sql.ident | sh.quote }}",
        "probe {{ include 'value' }}", "{{ for x in l }}probe {{ x | sh.quote }}\n{{ end }}", "probe {{ 'x' + a + \"'\" | sh.quote }}", "probe a#b $# {{ a | sh.quote }}", "probe \"\\\"\" '\\'{{ a | sh.quote }}\\'", "probe it\\'s \"it's\" # don't", "probe $'a' \"$(# it's )\nprobe {{ a | sh.quote }})\"",
        "probe {{ a | sh.quote }} > /dev/null", "while false; do probe {{ a | sh.quote }}; done", "case x in\n(x) probe {{ a | sh.quote }}\n;;\nesac", "probe case {{ a | sh.quote }} in esac", "x={{ a | sh.quote }} y={{ b | sh.quote }} probe {{ t }}; probe \"${x-}\"", "probe {{ a | string.upcase | sh.quote }}",
    ];

    private static readonly string[] Wrong =
    [
        "probe '{{ a | sh.quote }}'", "probe 'x {{ a | sh.quote }} y'", "probe \"{{ a | sh.quote }}\"", "probe \"x $(probe \"{{ a | sh.quote }}\")\"", "probe `probe {{ a | sh.quote }}`", "probe ${y:-{{ a | sh.quote }}}", "probe \"${y:-{{ a | sh.quote }}}\"", "probe $((1 + {{ a | sh.quote }}))",
        "probe x # {{ a | sh.quote }}", "take <<END\n{{ a | sh.quote }}\nEND", "take <<'END'\n{{ a | sh.quote }}\nEND", "take <<END\n$(probe {{ a | sh.quote }})\nEND", "take <<{{ a | sh.quote }}\nx\nwqa", "probe \\{{ a | sh.quote }}", "probe ${{ a | sh.quote }}", "probe {{ a }}", "probe {{ a | sql.literal }}",
        "probe {{ n }}>file", "probe x >&{{ n }}", "x=1; probe $x{{ n }}", "probe \"${{ n }}\"", "probe $(( (5-{{ n }}) * 0 ))", "probe $(( (1 + {{ f }}) * 0 ))", "probe {{ s | sh.quote | string.slice 0 1 }}{{ a | sh.quote }}", "probe {{ \"'\" | raw }}{{ a | sh.quote }}'", "((1)); probe {{ a | sh.quote }}", "probe $'a\\'b' {{ a | sh.quote }}",
        "probe \"${y#'}\" {{ a | sh.quote }}", "probe {{ include 'inside' }}", "probe {{ include 'quote' }}{{ a | sh.quote }}{{ include 'quote' }}", "eval {{ capture script }}probe \"{{ m | sh.quote }}\"{{ end }}{{ script | sh.quote }}", "probe {{ l }}", "probe ${y:{{ n }}}", "probe \"`probe \"{{ a | sh.quote }}\"`\"",
    ];

    private static readonly string[] Noise =
        ["'", "\"", "`", "$", "\\", "(", ")", "#", " # ", " <<END ", "\n", "$(", "${", ";", " case x in ", " esac ", "}", "((", "$((", "\"$(", "))", "\nEND\n", " ", "''", "$'", "{", "|"];

    public TemplateCase Next()
    {
        var count = random.Next(1, 5);
        var wrong = random.Next(10) < 3 ? random.Next(count) : -1;
        var text = string.Concat(Enumerable.Range(0, count).Select(i => Pick(i == wrong ? Wrong : Commands) + "\n"));
        if (random.Next(4) == 0)
            text = Disturbance.In(text, random, Noise);
        return new TemplateCase(text, Includes);
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
