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
                    "The connection could not be opened: address, password, certificate, or a server without free connections.",
                    "Fix the reported cause; a later apply resumes from there."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6102",
                    "A server has another version than declared",
                    "The connection declares the major version of its server, as a guard against migrating the wrong one.",
                    "Check that it is the intended server, then correct major."
                ),
                new(
                    "PR6103",
                    "A session setting was rejected",
                    "The server rejects a name or value under settings: in the plan or the step.",
                    "Correct it there."
                ),
                new(
                    "PR6104",
                    "The server reports an error",
                    "The message quotes the server and its SQLSTATE, at the statement or character it complains about. What a "
                        + "transaction had done is rolled back.",
                    "Follow the remedy; planrunner docs failures has one for each kind of error."
                ),
                new(
                    "PR6105",
                    "A connection was lost",
                    "The server, or something on the network, closed it. If a COMMIT was in progress, its outcome is checked as "
                        + "soon as the server answers again.",
                    "Check that the server is up, then apply again."
                ),
                new(
                    "PR6106",
                    "A probe does not return a boolean",
                    "The first column of done_when, verify and fail_if must be a boolean.",
                    "Compare in the SELECT, or use EXISTS (…)."
                ),
                new(
                    "PR6107",
                    "A step timed out",
                    "The running statement was cancelled on the server.",
                    "Raise the step's timeout, or find out what it waited for."
                ),
                new(
                    "PR6108",
                    "COMMIT failed",
                    "The server or the connection failed at COMMIT, and the server reports that nothing was committed.",
                    "Apply again: the step runs again."
                ),
                new(
                    "PR6109",
                    "A statement with a lasting effect was cancelled",
                    "A rollback does not undo all of it, so the step may have left an effect.",
                    "Check its effect, then resolve the step."
                ),
                new("PR6110", "A parameter has no value yet", "The step that captures it has not run.", "Run that step first."),
                new(
                    "PR6111",
                    "A step cannot capture its result",
                    "Captures need exactly one row, with every column present, not null and not a secret.",
                    "Change the query so that it returns one row with the columns."
                ),
                new(
                    "PR6112",
                    "verify returned false",
                    "The step ran, and the expected result is missing. Inside a transaction the step was rolled back.",
                    "Check what verify queries. If the step was not rolled back, the next apply runs verify again, not the step."
                ),
                new(
                    "PR6113",
                    "A notice of the server counts as a failure",
                    "fail_on_notice says so, or the server warned that the statement had no effect.",
                    "Fix the cause, or remove the severity from fail_on_notice."
                ),
                new(
                    "PR6114",
                    "The outcome of a COMMIT is unknown",
                    "COMMIT was sent, and the server can no longer report its outcome.",
                    "Check in the database whether the effect is there, then resolve the step."
                ),
                new(
                    "PR6115",
                    "verify was cancelled",
                    "The step ran, and the query of verify did not finish.",
                    "Apply again: verify runs again, the step does not."
                ),
                new(
                    "PR6120",
                    "A check failed",
                    "The result of an assert does not meet its condition; the rows are shown.",
                    "Fix what the check found. With severity: warn it is reported and does not stop the run."
                ),
                new(
                    "PR6121",
                    "A condition can never be met",
                    "A wait would never end: the result has a type for which the condition cannot hold.",
                    "Correct the condition or the query."
                ),
                new(
                    "PR6122",
                    "A wait was ended by its fail_if",
                    "The query of fail_if returned true, so waiting is pointless.",
                    "Fix what it reports, then apply again."
                ),
                new(
                    "PR6130",
                    "A row of a generate lacks its statement or key",
                    "The query has no column sql, or sql or key is null or empty in a row.",
                    "Name the column with AS sql, and exclude such rows with WHERE."
                ),
                new(
                    "PR6131",
                    "Two statements of a generate have the same key",
                    "The state identifies each statement of the list by its key.",
                    "Add to the key what distinguishes them."
                ),
                new(
                    "PR6132",
                    "A row of a generate is not one statement",
                    "Each row must hold exactly one statement.",
                    "Return one row per statement."
                ),
                new(
                    "PR6133",
                    "A generated statement with a secret has changed",
                    "The state stores secrets by name only, so the query runs again for a statement that was started, and it "
                        + "returned a different one.",
                    "Resolve the step by hand: planrunner resolve."
                ),
                new(
                    "PR6134",
                    "A generated statement cannot run in a transaction",
                    "transaction: all runs the whole list in one transaction.",
                    "Use transaction: each."
                ),
                new(
                    "PR6135",
                    "A generated statement is in doubt",
                    "It was interrupted outside a transaction, and the catalog does not show whether it took effect.",
                    "Check, then record it with planrunner resolve --item KEY."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6140",
                    "A comparison found differences",
                    "The rows of the two sides of a compare differ; some of them are shown.",
                    "Find out why. With severity: warn it is reported and does not stop the run."
                ),
                new(
                    "PR6141",
                    "The rows of a comparison cannot be matched",
                    "key: must identify each row uniquely, and on one of the sides it does not.",
                    "Use columns that are unique and not null on both sides."
                ),
                new(
                    "PR6150",
                    "Another run holds the lock on the database",
                    "Two runs of the same plan in the same environment never run concurrently, not even from different machines.",
                    "Wait for it, or raise --lock-timeout; if its process is gone, terminate that backend."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR6160",
                    "Another run took over the database",
                    "This run is no longer in charge. Nothing of this step was committed, and nothing is undone.",
                    "Check what the other run is doing before you start again."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR6162",
                    "A transaction of another run is still open",
                    "After a takeover, a run waits until the transactions of the previous run have ended.",
                    "Wait for it to end, or raise --lock-timeout; if its process is gone, terminate that backend."
                ),
            ]
        );
}
