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
                    "A string never ends",
                    "A ' opens a string in the SQL, and the text ends inside of it.",
                    "Close it with '; a ' inside is written ''."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4102",
                    "A quoted name never ends",
                    "A \" opens a name in the SQL, and the text ends inside of it.",
                    "Close it with \"."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4103",
                    "A dollar quote never ends",
                    "$$ or $tag$ opens a string, and the same does not come again.",
                    "Close it with the same tag."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4104",
                    "A comment never ends",
                    "/* opens a comment; comments nest in Postgres, so each needs its own end.",
                    "Close it with */."
                )
                {
                    ExitCode = 3,
                },
                new("PR4105", "A parenthesis is never closed", "The statement would go on to the end of the text.", "Add the missing ).")
                {
                    ExitCode = 3,
                },
                new(
                    "PR4106",
                    "BEGIN ATOMIC or CASE has no END",
                    "The body of a routine goes on to its END, and there is none.",
                    "End it with END;."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4107",
                    "A psql command stands in SQL",
                    "Lines that begin with \\ are commands of psql itself, and no server knows them.",
                    "Write what the message names in its place, or run psql in a shell step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4108",
                    "A form of COPY cannot run in a step",
                    "COPY to the client would need a program that takes the rows, and rows in binary format are no text.",
                    "COPY to a file of the server, write the rows as text or csv, or run psql in a shell step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4109",
                    "A step begins or ends a transaction itself",
                    "The runner begins and ends the transaction of a step, so that the step and its marker are one.",
                    "Remove BEGIN, COMMIT and their like; a step is one transaction already."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4110",
                    "There is no statement",
                    "The text holds nothing but white space and comments.",
                    "Write the SQL that the step runs."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4201",
                    "A secret would be an argument of a program",
                    "Every user of a machine can read the arguments of every process.",
                    "Pass it in env, in stdin, or through with_connections."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
