namespace PlanRunner.Source.Messages;

/// <summary>PR60: how a run proceeds from step to step.</summary>
internal static class RunMessages
{
    public static MessageFamily Family { get; } =
        new(
            "A run, its doubts and its guarded groups",
            [
                new(
                    "PR6001",
                    "A step needs a value that was not captured",
                    "The step that captures it was skipped, undone, or resolved without a value.",
                    "Run that step, or record the value: planrunner resolve --done --capture NAME=VALUE."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6002",
                    "A step needs confirmation",
                    "It has confirm, and no answer was given.",
                    "Pass --confirm with the step's path, or --yes outside protected environments."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6003",
                    "A finished step is missing what it captures",
                    "done_when says that it is done, but its row lacks a column that later steps use.",
                    "Select the captured columns in done_when as well."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6004",
                    "A step was cancelled",
                    "It was ended by a signal, the timeout of its group, or another run.",
                    "Apply again: its outcome is determined first, and the run resumes from there."
                ),
                new(
                    "PR6005",
                    "A step must be resolved by hand",
                    "It failed or was interrupted, and nothing shows whether it took effect. It is never rerun on a guess.",
                    "Check whether it took effect, then run planrunner resolve with --done or --not-done."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6006",
                    "A manual step timed out",
                    "Its done_when was still false when its timeout expired.",
                    "Do the work, then apply again: done_when is checked again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6007",
                    "done_when is not true",
                    "The condition that it checks does not hold.",
                    "Check what it queries, then apply again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6008",
                    "A finished step would capture a secret",
                    "The row of its done_when contains a secret, and captured values are stored in the state in clear text.",
                    "Select something else in done_when."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6009",
                    "A step that is done captures something else than its done_when gives",
                    "Its done_when says that it is done, and a value in that row is none of the type that the step captures, such as JSON.",
                    "Select in done_when what the step would have captured."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6010",
                    "A guarded group would wait for a person while it is open",
                    "A manual step in it has neither done_when nor an approval, and a guarded group such as a write freeze must "
                        + "not stay open waiting for one.",
                    "Approve the step beforehand: planrunner approve."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6011",
                    "A step in doubt cannot be undone",
                    "It is not known whether it took effect, and its undo is not safe if it did not.",
                    "Fix what the message names, or check that the effect is absent and resolve the step; then run the same "
                        + "command again."
                ),
                new(
                    "PR6012",
                    "An undo was interrupted",
                    "It is not known whether it finished, and it must not run twice.",
                    "Fix what the message names, or check and resolve the step; then run the same command again."
                ),
                new(
                    "PR6013",
                    "A guarded group could not be undone",
                    "The undo of one of its steps failed, so the step's effect remains: for example, writes are still frozen.",
                    "Fix the cause at once and apply: every apply tries the undo first. Or undo it by hand, and record it with "
                        + "planrunner resolve."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR6014",
                    "A guarded group timed out",
                    "The group has a timeout, and no step starts after it: the steps that are done are undone.",
                    "Find out what took so long, or raise the group's timeout."
                ),
                new(
                    "PR6015",
                    "A group failed after its point of no return",
                    "Nothing in it was undone, and it stays open until an apply completes it.",
                    "Fix the cause, and apply again."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR6016",
                    "A completed group is not undone",
                    "The failure of a later step does not undo a guarded group that has completed.",
                    "No action needed."
                )
                {
                    Severity = Severity.Note,
                },
                new(
                    "PR6017",
                    "The outcome of a step cannot be determined now",
                    "A server that knows the outcome does not answer, or the interrupted work is still running. Nothing was decided.",
                    "Fix that, then apply again: it is checked again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6018",
                    "A guarded group is still open",
                    "It was started, and could not be undone, or only in part.",
                    "Fix what is reported above at once; every apply tries to undo it first."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR6020",
                    "A dry run cannot run a step's query",
                    "An object that the query needs does not exist, and no step above would create it.",
                    "Correct the query, or move the step below the one that creates the object."
                ),
                new(
                    "PR6025",
                    "A file that a step needs cannot be used",
                    "It could not be read or written while the step ran.",
                    "Fix that, then apply again."
                )
                {
                    ExitCode = 1,
                },
            ]
        );
}
