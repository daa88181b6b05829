namespace PlanRunner.Source.Messages;

/// <summary>PR43: values in SQL and scripts that are not quoted for where they are.</summary>
internal static class QuotingMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Values in SQL and scripts",
            [
                new(
                    "PR4301",
                    "Quoted text where its quotes have no meaning",
                    "The output of a quoting function is inside a string, an identifier, a comment, a dollar quote or COPY rows.",
                    "Quote the whole of it, as shown; planrunner docs quoting has the rules."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4302",
                    "Quoted text touches its neighbour",
                    "Both would be read as one word, identifier or string.",
                    "Put a space between them, or build one value from both."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4303",
                    "A number would be read as something else",
                    "Next to letters, operators or casts, a number or its minus sign can become part of them.",
                    "Put a space before it, or put the number in parentheses."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4304",
                    "A character cannot be sent",
                    "Neither Postgres nor a shell can hold a NUL character, and half of a surrogate pair is not a character.",
                    "Remove it from the value."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4305",
                    "A value would run as code",
                    "It is inside a text that the server runs: the body of a DO, EXECUTE in PL/pgSQL, an argument of dblink, archive_command.",
                    "Quote the value itself inside that text, or add | raw if it is meant as code."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4306",
                    "A secret is written as raw",
                    "Its content would decide how the SQL or the script is parsed, and error messages could show parts of it.",
                    "Quote it, or pass it in env of a shell step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4307",
                    "A value is not quoted",
                    "The value of an expression in SQL or a script must be quoted, so that it is only ever read as a value or an "
                        + "identifier.",
                    "Add | sql.literal, sql.ident, sql.list or sh.quote; | raw if it is meant as SQL or script."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4308",
                    "A null renders as nothing",
                    "The value of the expression is null, and the SQL or script left around the gap would mean something else.",
                    "Add | sql.literal for NULL, or ?? and a default."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4311",
                    "sh.quote where its quotes have no meaning",
                    "Its output is inside quotes, backquotes or another place that the shell parses differently.",
                    "Close the quotes around it, as shown; planrunner docs quoting has the rules."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4312",
                    "A shell evaluates a quoted value again",
                    "Subscripts, let, [[ … -eq … ]], declare and similar constructs run commands inside a value, however well it "
                        + "is quoted.",
                    "Assign it to a variable first, and write $name where only a number is possible."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4313",
                    "A number changes how a script is parsed",
                    "Next to < or >, in a here-document delimiter or in an expansion it would become part of them.",
                    "Put a space before it, or quote the number."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
