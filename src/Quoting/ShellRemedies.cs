namespace PlanRunner.Quoting;

/// <summary>The error for a piece that is not allowed where it is in a script, and what to write instead.</summary>
internal static class ShellRemedies
{
    public static TextRefusal Redirection { get; } =
        new("PR4313", "a number next to < or > would be a file descriptor", "put a space between them, or quote it: {{ n | sh.quote }}");

    public static TextRefusal DelimiterNumber { get; } =
        new(
            "PR4313",
            "a number could be, or change, the line that ends the here-document",
            "write other text and a space on its line, or set a variable first and write $name"
        );

    public static TextRefusal NumberInExpansion { get; } =
        new(
            "PR4313",
            "a number would become part of an expansion",
            "close the name with braces, as in ${name}, or write \\$ for a literal $"
        );

    public static TextRefusal Operand { get; } =
        new(
            "PR4313",
            "only an integer can be used in $((…)), and its minus must not directly follow another sign or a name",
            "put a space before it"
        );

    public static TextRefusal SecretRaw { get; } =
        new(
            "PR4306",
            "a secret is written as raw, and its text would decide how the script is parsed",
            "quote it: | sh.quote; or pass it in env and write \"$NAME\""
        );

    public static TextRefusal Subscript { get; } = Evaluated("a subscript, name[…]");

    /// <param name="by">The command, or what else evaluates it.</param>
    public static TextRefusal Evaluated(string by) =>
        new(
            "PR4312",
            $"the output of sh.quote is evaluated by {by}, and commands in it would run despite the quoting",
            $"{Numbers}, and write $name; the name of a variable or an option must be written in the template itself"
        );

    public static TextRefusal Inside(ShellContext context) =>
        context switch
        {
            ShellContext.SingleQuotes => Refused(
                "inside single quotes",
                $"close them before it and open them again after it: 'one '{{{{ value | sh.quote }}}}' other'{ForSql}"
            ),
            ShellContext.DoubleQuotes => Refused(
                "inside double quotes",
                $"close them before it and open them again after it: \"one \"{{{{ value | sh.quote }}}}\" other\"{ForSql}"
            ),
            ShellContext.Backquotes => Refused("inside backquotes, where backslashes mean something else", "write $(…) in place of `…`"),
            ShellContext.Parameter => Refused("inside ${…}", "set a variable first, name={{ value | sh.quote }}, and write $name"),
            ShellContext.Arithmetic => Refused("inside $((…))", $"{Numbers}, and write $name"),
            ShellContext.Comment => Refused(
                "inside a comment",
                "leave it out of the comment; the step's title and description are for people"
            ),
            ShellContext.HereDocument => Refused(
                "inside a here-document",
                "set a variable first, name={{ value | sh.quote }}, and write $name; the delimiter must not be quoted; "
                    + "where it is SQL, name={{ value | sql.literal | sh.quote }}"
            ),
            ShellContext.Delimiter => Refused("as the delimiter of a here-document", "write it in the template itself"),
            ShellContext.Escaped => Refused("directly after a backslash", "leave out the backslash"),
            ShellContext.Dollar => Refused("directly after a $", "leave out the $"),
            _ => Refused(
                "after something that shells parse in more than one way, or that is never closed",
                "check the text before it for a quote that is not closed, ((, $[, $'…\\…', or a quote in \"${…}\" or $((…))"
            ),
        };

    private const string Numbers =
        "a number needs no | sh.quote; validate text first: name={{ value | sh.quote }}; case $name in ''|*[!0-9]*) exit 2;; esac";

    // What the shell then takes for one word may be SQL, in which the value has to be quoted too.
    private const string ForSql = "; where it is SQL: {{ capture q }}SELECT {{ value | sql.literal }}{{ end }}{{ q | sh.quote }}";

    private static TextRefusal Refused(string where, string remedy) => new("PR4311", $"the output of sh.quote is {where}", remedy);
}
