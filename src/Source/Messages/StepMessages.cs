namespace PlanRunner.Source.Messages;

/// <summary>PR32, PR33 and PR36: what single kinds of steps, and workloads, ask for.</summary>
internal static class StepMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Kinds of steps",
            [
                new(
                    "PR3201",
                    "A shell step has two commands",
                    "command: is a program with its arguments, run: and file: are a script.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3202",
                    "Invalid name of an environment variable",
                    "A shell allows letters, digits and _, and no digit first.",
                    "Choose another name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3203",
                    "A pattern in allow_output cannot be used",
                    "It is not a regular expression, or not one that can be matched in bounded time.",
                    "Write a regular expression; put \\ before a character that is meant literally."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3301",
                    "A parameter in SQL is not declared",
                    ":name is a parameter, and params: does not declare it.",
                    "Declare it under params:, or correct the name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3302",
                    "A statement takes no parameters",
                    "Postgres accepts parameters in queries and DML, not in utility statements such as CREATE or ALTER.",
                    "Let a generate step write the statement with format('… %L', :name)."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3303",
                    "A parameter is never used",
                    "params: declares it, and no statement uses it outside quotes.",
                    "Write :name in the SQL, or remove it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3304",
                    "A query has several statements",
                    "A check, probe or query must be a single statement.",
                    "Join them into one query, or split them into steps."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3305",
                    "A query must be read-only",
                    "Checks, probes and queries run in a READ ONLY transaction, in a dry run too, and this statement may change "
                        + "something.",
                    "Use SELECT, VALUES, TABLE or SHOW; changes belong in an sql step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3306",
                    "A statement cannot run inside a transaction",
                    "transaction: requires one, and the server rejects the statement inside it.",
                    "Remove transaction, or set it to forbidden."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3307",
                    "A non-transactional statement is not alone in its step",
                    "After a failure it must be known which statement ran, so a statement that runs outside a transaction needs "
                        + "its own step.",
                    "Split the statements into steps."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3308",
                    "A condition's pattern is not a regular expression",
                    "matches: takes a regular expression.",
                    "Correct it; put \\ before a character that is meant literally."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3309",
                    "A statement's effect outlasts a rollback",
                    "transaction: rollback tries a step and rolls it back, and this statement has an effect that survives the rollback.",
                    "Try it without that statement, or let the step commit."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3310",
                    "A condition needs a number",
                    "at_least and at_most compare numbers only.",
                    "Compare other types in the SQL, and use is_true."
                )
                {
                    ExitCode = 3,
                },
                new("PR3311", "A check has no condition", "A check compares its result with one condition.", "Add one of those listed.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR3312",
                    "A check has two conditions",
                    "A check compares its result with one condition.",
                    "Keep one, or split it into two steps."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3313",
                    "A condition can only be true",
                    "empty, not_empty and is_true do not accept false.",
                    "Use the opposite condition, or negate it in the SQL."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3314",
                    "A parameter has two values in one step",
                    "The queries of a wait share their parameters, and two of them give one name different values.",
                    "Give one of them another name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3315",
                    "A connection is compared with itself",
                    "a and b of a compare are the same connection, so the result would always be equal.",
                    "Use a different connection."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3316",
                    "A generate has no connection",
                    "It needs a connection for its query (from), and one for its statements (on; by default the same).",
                    "Add from:, and on: if the statements run elsewhere."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3601",
                    "A workload has no transaction",
                    "A workload file names each transaction on its own line.",
                    "Start each with a line: -- transaction NAME."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3602",
                    "A statement of a workload belongs to no transaction",
                    "It is above the first line that names one.",
                    "Write a line above it: -- transaction NAME."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
