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
                    "A shell step says twice what to run",
                    "command: is a program with its arguments, run: and file: are a script.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3202",
                    "A name cannot be that of an environment variable",
                    "A shell takes letters, digits and _, not beginning with a digit.",
                    "Choose another name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3203",
                    "A pattern in allow_output cannot be used",
                    "It is no regular expression, or not one that can be matched in bounded time.",
                    "Write a regular expression; \\ before a character that is meant literally."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3301",
                    "A parameter in SQL is not declared",
                    ":name stands for a parameter, and params: does not have it.",
                    "Declare it under params:, or correct the name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3302",
                    "A statement takes no parameters",
                    "Postgres takes parameters in queries and in changes of rows, not in utility statements such as CREATE or ALTER.",
                    "Let a generate step write the statement with format('… %L', :name)."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3303",
                    "A parameter is never used",
                    "params: declares it and no statement has it outside of quotes.",
                    "Write :name in the SQL, or remove it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3304",
                    "A question has several statements",
                    "What is asked for an answer is one statement.",
                    "Join them into one query, or make steps of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3305",
                    "A question may only read",
                    "Checks, probes and queries run in a READ ONLY transaction, also in a dry run, and this statement may change something.",
                    "Ask with SELECT, VALUES, TABLE or SHOW; a change belongs into an sql step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3306",
                    "A statement cannot run inside a transaction",
                    "transaction: asks for one, and the server refuses the statement in it.",
                    "Leave transaction out, or say forbidden."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3307",
                    "A statement outside transactions is not alone in its step",
                    "After a failure it must be known which statement ran, so one that runs outside of a transaction has a step of its own.",
                    "Make a step of each statement."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3308",
                    "A condition's pattern is not a regular expression",
                    "matches: takes a regular expression.",
                    "Correct it; \\ before a character that is meant literally."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3309",
                    "A statement's effect outlasts a rollback",
                    "transaction: rollback tries a step and takes it back, and this statement has an effect that stays.",
                    "Try it without that statement, or let the step keep its effect."
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
                new(
                    "PR3311",
                    "A check has no condition",
                    "A check compares the answer with one condition.",
                    "Add one of those that are listed."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3312",
                    "A check has two conditions",
                    "A check compares the answer with one condition.",
                    "Keep one, or make a step of each."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3313",
                    "A condition can only be true",
                    "empty, not_empty and is_true have no opposite by the word false.",
                    "Write the other condition, or the opposite in the SQL."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3314",
                    "A parameter has two values in one step",
                    "The questions of a wait share their parameters, and two of them give one name to different values.",
                    "Give one of them another name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3315",
                    "A connection is compared with itself",
                    "a and b of a compare name the same connection, so it would always be equal.",
                    "Name the other connection."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3316",
                    "A generate has no connection",
                    "Its query needs one to ask (from), and its statements one to run on (on, the same where it is left out).",
                    "Add from:, and on: where the statements run elsewhere."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3601",
                    "A workload has no transaction",
                    "The file of a workload names each transaction in a line of its own.",
                    "Begin each with a line: -- transaction NAME."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3602",
                    "A statement of a workload belongs to no transaction",
                    "It stands above the first line that names one.",
                    "Write a line above it: -- transaction NAME."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
