namespace PlanRunner.Source.Messages;

/// <summary>PR41 and PR42: texts that cannot be split into statements, or not be handed to a program.</summary>
internal static class SqlTextMessages
{
    public static MessageFamily Family { get; } =
        new(
            "SQL and script texts",
            [
                new(
                    "PR4101",
                    "A string is not terminated",
                    "A ' opens a string in the SQL, and it is never closed.",
                    "Close it with '; a ' inside is written ''."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4102",
                    "A quoted identifier is not terminated",
                    "A \" opens an identifier in the SQL, and it is never closed.",
                    "Close it with \"."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4103",
                    "A dollar quote is not terminated",
                    "$$ or $tag$ opens a string, and the same tag does not follow.",
                    "Close it with the same tag."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4104",
                    "A comment is not terminated",
                    "/* opens a comment; comments nest in Postgres, so each needs its own */.",
                    "Close it with */."
                )
                {
                    ExitCode = 3,
                },
                new("PR4105", "A parenthesis is not closed", "The statement would continue to the end of the text.", "Add the missing ).")
                {
                    ExitCode = 3,
                },
                new(
                    "PR4106",
                    "BEGIN ATOMIC or CASE has no END",
                    "The body of a routine extends to its END, and there is none.",
                    "End it with END;."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4107",
                    "A psql command in SQL",
                    "Lines that begin with \\ are commands of psql itself; the server does not know them.",
                    "Use what the message suggests instead, or run psql in a shell step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4108",
                    "A form of COPY cannot run in a step",
                    "COPY to the client would need a program that receives the rows, and rows in binary format are not text.",
                    "COPY to a file of the server, write the rows as text or csv, or run psql in a shell step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4109",
                    "A step must not begin or end a transaction",
                    "planrunner begins and ends the transaction of a step, so that the step and its marker are committed together.",
                    "Remove BEGIN, COMMIT and the like; a step already runs in one transaction."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4110",
                    "There is no statement",
                    "The text contains only white space and comments.",
                    "Write the SQL that the step runs."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4201",
                    "A secret would be an argument of a program",
                    "Every user of a machine can see the arguments of every process.",
                    "Pass it in env, in stdin, or through with_connections."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
