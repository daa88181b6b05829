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
        "export x={{ a | sh.quote }}; probe \"$x\"", "readonly x={{ a | sh.quote }} y=; probe \"$x\"", "f() { local x={{ a | sh.quote }}; probe \"$x\"; }; f", "if [ {{ a | sh.quote }} = nothing ]; then probe no; else probe yes; fi", "test -n x{{ a | sh.quote }} && probe yes", "printf '%s\\n' {{ a | sh.quote }} {{ b | sh.quote }} | take",
        "printf %s{{ a | string.size }} {{ a | sh.quote }} >/dev/null", "echo y | read -r x <{{ a | sh.quote }} || probe {{ b | sh.quote }}", "x={{ a | sh.quote }}; unset x; probe \"${x-none}\"", "probe let {{ a | sh.quote }} -eq {{ b | sh.quote }}", "probe \"$(( {{ n }} ))\" {{ a | sh.quote }}", "set -- {{ l | sh.quote }}; probe \"$@\"",
        "probe x'['{{ a | sh.quote }}']'", "[[ {{ a | sh.quote }} == nothing ]] || probe x", "x=({{ l | sh.quote }}); probe \"${x[@]}\"", "[[ {{ n }} -eq {{ n }} ]] && probe {{ a | sh.quote }}", "x[{{ t }}]=1; let {{ n }}; probe {{ a | sh.quote }}", "f() { local -a x=({{ l | sh.quote }}) y={{ a | sh.quote }}; probe \"${x[@]}\"; }",
    ];

    /// <summary>Where bash runs the command that is in a quoted value, each with such a value for <c>a</c>.</summary>
    public static readonly IReadOnlyList<(string Template, string Value)> Evaluating =
    [
        .. new[]
        {
            "x[{{ a | sh.quote }}]=1", "y=1 x[0]= x[1+{{ a | sh.quote }}]+=1", "if true; then x[{{ a | sh.quote }}]=1; fi", "x=([{{ a | sh.quote }}]=1)", "x=(y\n[ {{ a | sh.quote }} ]=1)", "x[ {{ a | sh.quote }} ]=1", "declare x[{{ a | sh.quote }}]=1",
            "exec {x[{{ a | sh.quote }}]}>/dev/null", "let {{ a | sh.quote }}", "let y=1+{{ a | sh.quote }}", "command let 1 {{ a | sh.quote }}", "l\\et {{ a | sh.quote }}", "! builtin let {{ a | sh.quote }}", "case x in x) let {{ a | sh.quote }};; esac",
            "probe $(case x in x) let {{ a | sh.quote }};; esac)", "probe \"$(let {{ a | sh.quote }})\"", "(let {{ a | sh.quote }})", "f() { let {{ a | sh.quote }}; }; f", "let 1 >/dev/null {{ a | sh.quote }}",
            "[[ {{ a | sh.quote }} -eq 1 ]]", "[[ 1 -lt {{ a | sh.quote }} ]]", "[[ x == x && ( y == y && {{ a | sh.quote }} -ge 1 ) ]]", "[[ $(probe x) == x || -v {{ a | sh.quote }} ]]", "if [[ ! -v {{ a | sh.quote }} ]]; then probe x; fi", "[ -v {{ a | sh.quote }} ]", "test x = x -a -v {{ a | sh.quote }}",
            "printf -v {{ a | sh.quote }} x", "echo y | read {{ a | sh.quote }}", "echo y | IFS= read -r -p 'x' {{ a | sh.quote }} b", "echo y | read -rp x {{ a | sh.quote }}", "true & wait -n -p {{ a | sh.quote }}", "y=1; unset x {{ 'y' + '[' + a + ']' | sh.quote }}",
            "declare -i x={{ a | sh.quote }}", "typeset -i x={{ a | sh.quote }}", "f() { local -ri x={{ a | sh.quote }}; }; f", "declare {{ 'x[' + a + ']=1' | sh.quote }}", "declare -i x; x={{ a | sh.quote }}", "f() { x={{ a | sh.quote }}; }; declare -i x; f",
            "declare -i x=(1 {{ a | sh.quote }})", "declare -i x; x=(1 {{ a | sh.quote }})", "o=-i; declare $o x={{ a | sh.quote }}", "OPTIND={{ a | sh.quote }}", "RANDOM={{ a | sh.quote }}", "declare -n x={{ a | sh.quote }}; echo $x", "probe $((1 + {{ a | sh.quote }}))", "y=12; probe ${y:{{ a | sh.quote }}}",
        }.Select(template => (template, "PPID[$(touch canary)]")),
        ("printf {{ a | sh.quote }} x", "-vPPID[$(touch canary)]"), ("declare -a x={{ a | sh.quote }}", "([PPID[$(touch canary)]]=1)"), ("readonly -a x={{ a | sh.quote }}", "([PPID[$(touch canary)]]=1)"), ("declare -a x; y=1; declare x={{ a | sh.quote }}", "([PPID[$(touch canary)]]=1)"),
        ("PS4={{ a | sh.quote }}; set -x; true", "$(touch canary)"), ("compgen -W {{ a | sh.quote }}", "$(touch canary)"), ("echo y | mapfile -c 1 -C {{ a | sh.quote }} x", "touch canary;"),
    ];

    private static readonly string[] Wrong =
    [
        "probe '{{ a | sh.quote }}'", "probe 'x {{ a | sh.quote }} y'", "probe \"{{ a | sh.quote }}\"", "probe \"x $(probe \"{{ a | sh.quote }}\")\"", "probe `probe {{ a | sh.quote }}`", "probe ${y:-{{ a | sh.quote }}}", "probe \"${y:-{{ a | sh.quote }}}\"", "probe $((1 + {{ a | sh.quote }}))",
        "probe x # {{ a | sh.quote }}", "take <<END\n{{ a | sh.quote }}\nEND", "take <<'END'\n{{ a | sh.quote }}\nEND", "take <<END\n$(probe {{ a | sh.quote }})\nEND", "take <<{{ a | sh.quote }}\nx\nwqa", "probe \\{{ a | sh.quote }}", "probe ${{ a | sh.quote }}", "probe {{ a }}", "probe {{ a | sql.literal }}",
        "probe {{ n }}>file", "probe x >&{{ n }}", "x=1; probe $x{{ n }}", "probe \"${{ n }}\"", "probe $(( (5-{{ n }}) * 0 ))", "probe $(( (1 + {{ f }}) * 0 ))", "probe {{ s | sh.quote | string.slice 0 1 }}{{ a | sh.quote }}", "probe {{ \"'\" | raw }}{{ a | sh.quote }}'", "((1)); probe {{ a | sh.quote }}", "probe $'a\\'b' {{ a | sh.quote }}",
        "probe \"${y#'}\" {{ a | sh.quote }}", "probe {{ include 'inside' }}", "probe {{ include 'quote' }}{{ a | sh.quote }}{{ include 'quote' }}", "eval {{ capture script }}probe \"{{ m | sh.quote }}\"{{ end }}{{ script | sh.quote }}", "probe {{ l }}", "probe ${y:{{ n }}}", "probe \"`probe \"{{ a | sh.quote }}\"`\"",
        "export {{ a | sh.quote }}; probe x", "export x={{ a | sh.quote }} {{ b | sh.quote }}; probe x", "unset {{ a | sh.quote }}; probe x", "echo y | read -r x {{ a | sh.quote }}; probe x", "printf {{ a | sh.quote }} x | take", "test {{ a | sh.quote }} {{ b | sh.quote }}; probe x", "readonly {{ l | sh.quote }}; probe x",
        .. Evaluating.Select(at => at.Template),
    ];

    private static readonly string[] Noise =
        ["'", "\"", "`", "$", "\\", "(", ")", "#", " # ", " <<END ", "\n", "$(", "${", ";", " case x in ", " esac ", "}", "((", "$((", "\"$(", "))", "\nEND\n", " ", "''", "$'", "{", "|"];

    public static TemplateCase CaseOf(string template) => new(template, Includes);

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
