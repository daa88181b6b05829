namespace PlanRunner.Source.Messages;

/// <summary>PR61: what servers answer, and what checks find there.</summary>
internal static class ServerMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Servers, checks and locks",
            [
                new(
                    "PR6101",
                    "A server cannot be reached",
                    "The connection could not be opened: address, password, certificate, or a server that takes no more sessions.",
                    "Mend what the reason names; a later apply goes on from there."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6102",
                    "A server has another version than declared",
                    "The connection says its major version, so that nobody migrates the wrong server.",
                    "Check that it is the server that you mean, then correct major."
                ),
                new(
                    "PR6103",
                    "A session cannot have a setting",
                    "The server refuses a name or value of settings: in the plan or the step.",
                    "Correct it there."
                ),
                new(
                    "PR6104",
                    "The server reports an error",
                    "The message has the server's words and its SQLSTATE, at the statement or the character that it complains about. "
                        + "What a transaction had done is rolled back.",
                    "Do what the remedy says; planrunner docs failures has those for each kind of error."
                ),
                new(
                    "PR6105",
                    "A connection was lost",
                    "The server or something between ended it. What became of a COMMIT under way is asked when the server answers again.",
                    "Look whether the server is up, then apply again."
                ),
                new(
                    "PR6106",
                    "A probe does not answer with a boolean",
                    "The first value of done_when, verify and fail_if says yes or no.",
                    "Compare in the SELECT, or ask EXISTS (…)."
                ),
                new(
                    "PR6107",
                    "A step's timeout passed",
                    "The statement under way was cancelled on the server.",
                    "Raise the step's timeout, or find out what holds it up."
                ),
                new(
                    "PR6108",
                    "COMMIT failed",
                    "The server or the connection failed at COMMIT, and the server says that nothing was committed.",
                    "Apply again: the step runs again."
                ),
                new(
                    "PR6109",
                    "A statement with a lasting effect was cancelled",
                    "A rollback does not undo all of it, so the step does not count as one that did nothing.",
                    "Look at its effect, then settle the step."
                ),
                new("PR6110", "A parameter has no value yet", "The step that captures it has not run.", "Run that step first."),
                new(
                    "PR6111",
                    "A step cannot capture its result",
                    "What is captured is the one row of the last result: no row, two rows, a null, a missing column or a secret are not.",
                    "Change the query so that one row with the columns remains."
                ),
                new(
                    "PR6112",
                    "verify says no",
                    "The step ran, and what it should have brought about is not there. In a transaction it was rolled back.",
                    "Look at what verify asks; where the step was not rolled back, the next apply asks again and does not run it again."
                ),
                new(
                    "PR6113",
                    "A notice of the server counts as a failure",
                    "fail_on_notice says so, or the server warned that the statement did nothing.",
                    "Mend the cause, or take the severity out of fail_on_notice."
                ),
                new(
                    "PR6114",
                    "Nobody knows whether a COMMIT worked",
                    "COMMIT was sent, and the server cannot tell any more what became of the transaction.",
                    "Look into the database whether the effect is there, then settle the step."
                ),
                new(
                    "PR6115",
                    "verify was cancelled",
                    "The step ran, and whether it brought about what it should was not asked to the end.",
                    "Apply again: it is asked again, and the step does not run again."
                ),
                new(
                    "PR6120",
                    "A check failed",
                    "The answer of an assert is not what its condition asks for; the rows are shown.",
                    "Mend what the check is about. With warn: true it is told and does not stop the run."
                ),
                new(
                    "PR6121",
                    "A condition cannot come true",
                    "A wait would wait for nothing: the answer is of a kind that the condition can never hold for.",
                    "Correct the condition or the query."
                ),
                new(
                    "PR6122",
                    "A wait ended by its fail_if",
                    "What fail_if asks came true, so that waiting has no more use.",
                    "Mend what it tells, then apply again."
                ),
                new(
                    "PR6130",
                    "A generate's list lacks a statement or a key",
                    "The query has no column sql, or a row of it is null or empty there or in key.",
                    "Name the column with AS sql, and leave such rows out with WHERE."
                ),
                new(
                    "PR6131",
                    "Two statements of a generate have the same key",
                    "The state knows each statement of the list by its key.",
                    "Add to the key what tells them apart."
                ),
                new(
                    "PR6132",
                    "A row of a generate is not one statement",
                    "Each row of the list holds exactly one.",
                    "Make a row of each statement."
                ),
                new(
                    "PR6133",
                    "A listed statement with a secret has changed",
                    "The state holds secrets by name only, so the database is asked again for the statement that was begun, and gives another one.",
                    "Settle the step by hand: planrunner resolve."
                ),
                new(
                    "PR6134",
                    "A listed statement cannot run in a transaction",
                    "transaction: all runs the whole list in one.",
                    "Say transaction: each."
                ),
                new(
                    "PR6135",
                    "A listed statement is in doubt",
                    "It was cut off outside of a transaction, and the catalog cannot tell whether it worked.",
                    "Look, then settle it with planrunner resolve --item KEY."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6140",
                    "A comparison found differences",
                    "The rows of the two sides of a compare differ; a part of them is shown.",
                    "Find out why. With warn: true it is told and does not stop the run."
                ),
                new(
                    "PR6141",
                    "The rows of a comparison cannot be matched",
                    "key: names the columns that tell a row from all others, and they do not on one of the sides.",
                    "Name columns that are unique and not null on both sides."
                ),
                new(
                    "PR6150",
                    "Another run holds the lock on the database",
                    "Two runs of one plan in one environment never work side by side, also from different machines.",
                    "Wait for it, or raise --lock-timeout; if its runner is gone, end that backend."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR6160",
                    "Another run took over the database",
                    "This run is not the one in charge any more. Nothing of this step was kept, and nothing is taken back.",
                    "Look what the other run does before starting again."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR6162",
                    "A transaction of another run is still open",
                    "A run that took over waits until what the run before left in the database has ended.",
                    "Wait for its end, or raise --lock-timeout; if its runner is gone, end that backend."
                ),
            ]
        );
}
