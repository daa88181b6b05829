using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Quoting;

/// <summary>Where in a script what expressions write may stand; each case is a template for the value <c>it's</c>.</summary>
public sealed class ShellAdmissionTests
{
    private const string Q = "'it'\\''s'";

    [Theory]
    [InlineData("echo {{ v | sh.quote }} --x={{ v | sh.quote }}x\"$y\"{{ v | sh.quote }}", $"echo {Q} --x={Q}x\"$y\"{Q}")]
    [InlineData(
        "x={{ v | sh.quote }}; y=$(echo {{ v | sh.quote }}) z=\"$(echo {{ v | sh.quote }})\"",
        $"x={Q}; y=$(echo {Q}) z=\"$(echo {Q})\""
    )]
    [InlineData(
        "echo $(case x in a) echo {{ v | sh.quote }};; (b|c) esac) {{ v | sh.quote }}",
        $"echo $(case x in a) echo {Q};; (b|c) esac) {Q}"
    )]
    [InlineData("case $x in {{ v | sh.quote }}) echo case in esac;; esac", $"case $x in {Q}) echo case in esac;; esac")]
    [InlineData(
        "cat <<A <<-'B' {{ v | sh.quote }}\n' $x `a` \"\nA\n'\n\tB\necho {{ v | sh.quote }}",
        $"cat <<A <<-'B' {Q}\n' $x `a` \"\nA\n'\n\tB\necho {Q}"
    )]
    [InlineData("echo a#b $# ${#x} # '\necho {{ v | sh.quote }}", $"echo a#b $# ${{#x}} # '\necho {Q}")]
    [InlineData("echo \\' \\\\{{ v | sh.quote }} \"\\\"\" '\\'{{ v | sh.quote }}", $"echo \\' \\\\{Q} \"\\\"\" '\\'{Q}")]
    [InlineData(
        "echo $((1 + (2))) `echo ')' \\` '` $'a' ${x:-\"}\"} {{ v | sh.quote }}",
        $"echo $((1 + (2))) `echo ')' \\` '` $'a' ${{x:-\"}}\"}} {Q}"
    )]
    [InlineData("X={{ v | sh.quote }}\ncat <<END\n$X\nEND", $"X={Q}\ncat <<END\n$X\nEND")]
    [InlineData("cat <<END\nrow {{ n }}\nEND", "cat <<END\nrow 5\nEND")]
    [InlineData("foo && \\\n  bar |\\\n  baz {{ v | sh.quote }}", $"foo && \\\n  bar |\\\n  baz {Q}")]
    [InlineData(
        "exit {{ n }} '${{ n }}>' # {{ minus }}>\n\"-{{ minus }}\" $((1 - {{ minus }})) x{{ 1.5 }} {{ n }} >f",
        "exit 5 '$5>' # -5>\n\"--5\" $((1 - -5)) x1.5 5 >f"
    )]
    [InlineData(
        "sh -c {{ capture script }}echo {{ v | sh.quote }}{{ end }}{{ script | sh.quote }}",
        "sh -c 'echo '\\''it'\\''\\'\\'''\\''s'\\'''"
    )]
    [InlineData(
        "psql -c {{ capture q }}SELECT {{ v | sql.literal }}{{ end }}{{ q | sh.quote }}",
        "psql -c 'SELECT '\\''it'\\'''\\''s'\\'''"
    )]
    public void What_is_a_word_enters_a_script(string template, string expected)
    {
        var (text, told) = Render(template);
        Assert.Equal((expected, ""), (text, string.Join('\n', told)));
    }

    [Theory]
    [InlineData("echo '{{ v | sh.quote }}'", "1:10 inside single quotes")]
    [InlineData("echo 'a {{ v | sh.quote }}'", "1:12 inside single quotes")]
    [InlineData("echo \"a\n {{ v | sh.quote }}\"", "2:5 inside double quotes")]
    [InlineData("echo \"$(echo \"{{ v | sh.quote }}\")\"", "1:18 inside double quotes")]
    [InlineData("echo `echo {{ v | sh.quote }}`", "1:15 inside backquotes, where backslashes mean something else")]
    [InlineData("echo \"`echo {{ v | sh.quote }}`\"", "1:16 inside backquotes, where backslashes mean something else")]
    [InlineData("echo ${x:-{{ v | sh.quote }}}", "1:14 inside ${…}")]
    [InlineData("echo \"${x:-$(echo {{ v | sh.quote }})}\"", "1:22 inside ${…}")]
    [InlineData("echo $((1 + {{ v | sh.quote }}))", "1:16 inside $((…))")]
    [InlineData("echo a # {{ v | sh.quote }}", "1:13 inside a comment")]
    [InlineData("echo $(# {{ v | sh.quote }}\n)", "1:13 inside a comment")]
    [InlineData("cat <<END\n{{ v | sh.quote }}\nEND", "2:4 inside a here-document")]
    [InlineData("cat <<'END'\n{{ v | sh.quote }}\nEND", "2:4 inside a here-document")]
    [InlineData("cat <<-END\n\tx $(echo {{ v | sh.quote }})\n\tEND", "2:14 inside a here-document")]
    [InlineData("cat <<{{ v | sh.quote }}\n", "1:10 as the delimiter of a here-document")]
    [InlineData("echo \\{{ v | sh.quote }}", "1:10 directly after a backslash")]
    [InlineData("echo ${{ v | sh.quote }}", "1:10 directly after a $")]
    [InlineData("echo $'a\\'b' {{ v | sh.quote }}", "1:17 after something that shells parse in more than one way, or that is never closed")]
    [InlineData("((1)); echo {{ v | sh.quote }}", "1:16 after something that shells parse in more than one way, or that is never closed")]
    [InlineData(
        "echo \"${x#'}\" {{ v | sh.quote }}",
        "1:18 after something that shells parse in more than one way, or that is never closed"
    )]
    [InlineData(
        "cat <\\\n<E\n{{ v | sh.quote }}\nE",
        "3:4 after something that shells parse in more than one way, or that is never closed"
    )]
    [InlineData(
        "echo \"$\\\n(echo \"{{ v | sh.quote }}\")\"",
        "2:11 after something that shells parse in more than one way, or that is never closed"
    )]
    [InlineData(
        "echo \"$\\\n{x:-\"{{ v | sh.quote }}\"}\"",
        "2:9 after something that shells parse in more than one way, or that is never closed"
    )]
    [InlineData(
        "echo $(\\\n( {{ v | sh.quote }} ))",
        "2:6 after something that shells parse in more than one way, or that is never closed"
    )]
    [InlineData("echo $\\\n{{ v | sh.quote }}", "2:4 after something that shells parse in more than one way, or that is never closed")]
    [InlineData(
        "alias q=\"echo '\"\nq {{ v | sh.quote }}",
        "2:6 after something that shells parse in more than one way, or that is never closed"
    )]
    [InlineData("echo {{ \"'\" | raw }}{{ v | sh.quote }}'", "1:24 inside single quotes")]
    public void What_is_quoted_stands_inside_of_nothing(string template, params string[] told) =>
        Assert.Equal(
            told.Select(t => t.Insert(t.IndexOf(" ", StringComparison.Ordinal) + 1, "PR4311 the output of sh.quote is ")),
            Render(template).Told
        );

    [Theory]
    [InlineData(
        "x[{{ v | sh.quote }}]=1; y[0]={{ v | sh.quote }}",
        "1:6 PR4312 the output of sh.quote is evaluated by a subscript, name[…], and commands in it would run despite the quoting"
    )]
    [InlineData(
        "let {{ v | sh.quote }}",
        "1:8 PR4312 the output of sh.quote is evaluated by let, and commands in it would run despite the quoting"
    )]
    [InlineData(
        "[[ {{ v | sh.quote }} -eq 1 && {{ v | sh.quote }} == a ]]",
        "1:7 PR4312 the output of sh.quote is evaluated by [[, and commands in it would run despite the quoting"
    )]
    [InlineData(
        "declare -i x={{ v | sh.quote }}",
        "1:17 PR4312 the output of sh.quote is evaluated by declare, and commands in it would run despite the quoting"
    )]
    [InlineData(
        "RANDOM={{ v | sh.quote }}",
        "1:11 PR4312 the output of sh.quote is evaluated by RANDOM=, and commands in it would run despite the quoting"
    )]
    public void What_is_evaluated_once_more_is_refused(string template, params string[] told) => Assert.Equal(told, Render(template).Told);

    [Theory]
    [InlineData("echo {{ s | raw }}", "1:9 PR4306 a secret is written as raw, and its text would decide how the script is parsed")]
    [InlineData(
        "echo '{{ s | sh.quote | raw }}' {{ v | sh.quote }}",
        "1:10 PR4306 a secret is written as raw, and its text would decide how the script is parsed"
    )]
    [InlineData(
        "echo {{ 'a' + s | raw }}{{ n }}>f {{ v }}",
        "1:9 PR4306 a secret is written as raw, and its text would decide how the script is parsed",
        "1:28 PR4313 a number next to < or > would be a file descriptor",
        "1:38 PR4307 a value must be quoted before it enters a shell script"
    )]
    public void What_is_told_does_not_hang_on_a_secret(string template, params string[] told)
    {
        foreach (var secret in new[] { "hunter2", "", "'", "\n", "'; x #", " y" })
            Assert.Equal(told, Render(template, secret).Told);
    }

    [Theory]
    [InlineData("echo {{ n }}>f", "1:9 PR4313 a number next to < or > would be a file descriptor")]
    [InlineData("echo {{ n }}\\\n<f", "1:9 PR4313 a number next to < or > would be a file descriptor")]
    [InlineData("echo a >&{{ n }}", "1:13 PR4313 a number next to < or > would be a file descriptor")]
    [InlineData("echo `echo {{ n }}>f`", "1:15 PR4313 a number next to < or > would be a file descriptor")]
    [InlineData("echo ${{ n }}", "1:10 PR4313 a number would become part of an expansion")]
    [InlineData("echo \"$x{{ n }}\"", "1:12 PR4313 a number would become part of an expansion")]
    [InlineData("echo ${x:{{ minus }}}", "1:13 PR4313 a number would become part of an expansion")]
    [InlineData(
        "echo $((5-{{ minus }}))",
        "1:14 PR4313 only an integer can be used in $((…)), and its minus must not directly follow another sign or a name"
    )]
    [InlineData("cat <<5\n{{ n }}\ntrue\n5", "2:4 PR4313 a number could be, or change, the line that ends the here-document")]
    [InlineData("cat <<E{{ n }}\nE5\n", "1:11 PR4313 a number could be, or change, the line that ends the here-document")]
    [InlineData("echo $\\\nx{{ n }}", "2:5 PR4313 a number would become part of an expansion")]
    [InlineData(
        "echo $((5 + {{ 1.5 }}))",
        "1:16 PR4313 only an integer can be used in $((…)), and its minus must not directly follow another sign or a name"
    )]
    public void A_number_stays_a_number(string template, params string[] told) => Assert.Equal(told, Render(template).Told);

    [Theory]
    [InlineData("echo {{ v }}", "1:9 PR4307 a value must be quoted before it enters a shell script")]
    [InlineData("echo {{ v | sql.literal }}", "1:9 PR4307 text made by sql.literal is not quoted for the shell")]
    [InlineData("echo {{ \"a\\0\" | raw }}", "1:9 PR4304 a NUL character cannot be sent")]
    [InlineData("rm -rf /data/{{ null }}", "1:17 PR4308 the value is null, so nothing would be written here")]
    public void What_is_not_quoted_for_a_script_is_told(string template, params string[] told) => Assert.Equal(told, Render(template).Told);

    private static (string? Text, string[] Told) Render(string template, string secret = "")
    {
        var model = SqlFunctions.Model();
        model["v"] = "it's";
        model["s"] = TextValue.Secret("password", secret);
        model["n"] = 5;
        model["minus"] = -5;
        var found = new Diagnostics();
        var text = PlanTemplate
            .Parse(template, new SourceText("t", template), found)
            ?.Render(new RenderScope(model, found), TextContext.Shell);
        Assert.All(found, diagnostic => Assert.NotNull(diagnostic.Help));
        return (text?.Text, [.. found.Select(d => $"{d.Place!.Value.Line}:{d.Place.Value.Column} {d.Id} {d.Message}")]);
    }
}
