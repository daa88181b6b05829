namespace PlanRunner.Quoting;

/// <summary>What is told about a piece that may not stand where it does in a script, and what to write instead.</summary>
internal static class ShellRemedies
{
    public static TextRefusal Redirection { get; } =
        new("PR4313", "a number beside < or > would be a file descriptor", "leave a blank between them, or quote it: {{ n | sh.quote }}");

    public static TextRefusal DelimiterNumber { get; } =
        new(
            "PR4313",
            "a number could be, or change, the line that ends the here-document",
            "write something else and a blank into its line, or set a variable before and write $name"
        );

    public static TextRefusal NumberInExpansion { get; } =
        new(
            "PR4313",
            "a number would become part of an expansion",
            "close the name with braces, as in ${name}, or write \\$ for a $ that means itself"
        );

    public static TextRefusal Operand { get; } =
        new(
            "PR4313",
            "only a whole number can stand in $((…)), and a minus not right behind another sign or a name",
            "leave a blank before it"
        );

    public static TextRefusal SecretRaw { get; } =
        new(
            "PR4306",
            "a secret is written as raw, and what its text is would decide how the script is read",
            "quote it: | sh.quote; or hand it over in env, and write \"$NAME\""
        );

    public static TextRefusal Subscript { get; } = Evaluated("a subscript, name[…]");

    /// <param name="by">The command, or what else evaluates it.</param>
    public static TextRefusal Evaluated(string by) =>
        new(
            "PR4312",
            $"what sh.quote made is evaluated by {by}, and commands in it would run however well it is quoted",
            $"{Numbers}, and write $name; the name of a variable, or an option, has to be the template's own word"
        );

    public static TextRefusal Inside(ShellContext context) =>
        context switch
        {
            ShellContext.SingleQuotes => Refused(
                "inside single quotes",
                $"close them before it and open them again behind it: 'one '{{{{ value | sh.quote }}}}' other'{ForSql}"
            ),
            ShellContext.DoubleQuotes => Refused(
                "inside double quotes",
                $"close them before it and open them again behind it: \"one \"{{{{ value | sh.quote }}}}\" other\"{ForSql}"
            ),
            ShellContext.Backquotes => Refused(
                "inside backquotes, where backslashes mean something else",
                "write $(…) in the place of `…`"
            ),
            ShellContext.Parameter => Refused("inside ${…}", "set a variable before, name={{ value | sh.quote }}, and write $name"),
            ShellContext.Arithmetic => Refused("inside $((…))", $"{Numbers}, and write $name"),
            ShellContext.Comment => Refused(
                "inside a comment",
                "leave it out of the comment; the step's title and description are for people"
            ),
            ShellContext.HereDocument => Refused(
                "inside a here-document",
                "set a variable before, name={{ value | sh.quote }}, and write $name; the delimiter must not be quoted; where it is SQL, name={{ value | sql.literal | sh.quote }}"
            ),
            ShellContext.Delimiter => Refused("as the delimiter of a here-document", "write a word of the template's own there"),
            ShellContext.Escaped => Refused("right behind a backslash", "leave out the backslash"),
            ShellContext.Dollar => Refused("right behind a $", "leave out the $"),
            _ => Refused(
                "behind something that shells read in more than one way, or that never ends",
                "look before it for a quote that is not closed, ((, $[, $'…\\…', or a quote in \"${…}\" or $((…))"
            ),
        };

    private const string Numbers =
        "a number needs no | sh.quote; text is to be looked at before: name={{ value | sh.quote }}; case $name in ''|*[!0-9]*) exit 2;; esac";

    // What the shell then takes for one word may be SQL, in which the value has to be quoted too.
    private const string ForSql = "; where it is SQL: {{ capture q }}SELECT {{ value | sql.literal }}{{ end }}{{ q | sh.quote }}";

    private static TextRefusal Refused(string where, string remedy) => new("PR4311", $"what sh.quote made stands {where}", remedy);
}
