namespace PlanRunner.Source.Messages;

/// <summary>PR43: values in SQL and scripts that are not quoted for where they stand.</summary>
internal static class QuotingMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Values in SQL and scripts",
            [
                new(
                    "PR4301",
                    "Quoted text stands where its quotes mean nothing",
                    "What a quoting function made stands inside a string, a name, a comment, a dollar quote or the rows of a COPY.",
                    "Quote the whole of it, as the message shows; planrunner docs quoting has the rules."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4302",
                    "Quoted text touches what stands beside it",
                    "Both would be read as one word, name or string.",
                    "Leave a blank between them, or make one value of both."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4303",
                    "A number would be read as something else",
                    "Beside letters, operators or casts a number or its minus can become part of them.",
                    "Leave a blank, or put the number in parentheses."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4304",
                    "A character cannot be sent",
                    "Neither Postgres nor a shell can hold a NUL character, and half of a surrogate pair is no character.",
                    "Take it out of the value."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4305",
                    "A value would run as code",
                    "It stands in a text that the server runs: the body of a DO, EXECUTE in PL/pgSQL, an argument of dblink, archive_command.",
                    "Quote the value by itself inside of that text, or add | raw where it is code on purpose."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4306",
                    "A secret is written as raw",
                    "What its text is would decide how the SQL or the script is read, and errors would show parts of it.",
                    "Quote it, or hand it over in env of a shell step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4307",
                    "A value is not quoted",
                    "What an expression writes into SQL or a script must be quoted, so that it is never read as anything but a value or a name.",
                    "Add | sql.literal, sql.ident, sql.list or sh.quote; | raw where it is SQL or script on purpose."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4308",
                    "A null writes nothing",
                    "The value of the expression is null, and SQL or a script with a gap means something else.",
                    "Add | sql.literal for NULL, or ?? and what is to be written instead."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4311",
                    "sh.quote stands where its quotes mean nothing",
                    "What it made stands inside quotes, backquotes or another place of a script that reads it in its own way.",
                    "Close the quotes around it, as the message shows; planrunner docs quoting has the rules."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4312",
                    "A shell evaluates a quoted value once more",
                    "Subscripts, let, [[ … -eq … ]], declare and their like run commands in a value, however well it is quoted.",
                    "Set a variable before, and write $name where only a number can stand."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4313",
                    "A number changes how a script is read",
                    "Beside < or >, in the end of a here-document or in an expansion it would become part of them.",
                    "Leave a blank, or quote the number."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
