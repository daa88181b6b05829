namespace PlanRunner.Source.Messages;

/// <summary>PR60: how a run goes on from step to step.</summary>
internal static class RunMessages
{
    public static MessageFamily Family { get; } =
        new(
            "A run, its doubts and its guarded groups",
            [
                new(
                    "PR6001",
                    "A step needs a value that was not captured",
                    "The step that captures it was skipped, taken back, or settled without it.",
                    "Run that step, or settle it with planrunner resolve --done --capture NAME=VALUE."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6002",
                    "A step asks before it runs",
                    "It has confirm, and nobody answered.",
                    "Answer it with --confirm and the step's path; --yes outside of protected environments."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6003",
                    "A step that is done lacks what it captures",
                    "Its done_when says that it is done, and the row of that answer has no column for a value that later steps take.",
                    "Select the captured columns in done_when, too."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6004",
                    "A step was cancelled",
                    "A signal, the end of its group's time or another run ended it.",
                    "Apply again: it is settled first, and goes on from there."
                ),
                new(
                    "PR6005",
                    "A step has to be settled by a person",
                    "It failed or was cut off, and nothing can tell whether its effect is there. It is not run again on a guess.",
                    "Look, then type planrunner resolve with --done or --not-done."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6006",
                    "A manual step was not done in time",
                    "Its done_when still said no when its timeout was over.",
                    "Do it, then apply again: it is asked again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6007",
                    "done_when gave no yes where one is needed",
                    "What it asks for is not there.",
                    "Look at what it asks for, then apply again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6008",
                    "A step that is done would capture a secret",
                    "The row of its done_when holds a secret, and captured values stand in the state as they are.",
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
                    "A manual step inside has neither done_when nor an approval, and a group such as a write freeze must not stand and wait.",
                    "Approve the step beforehand: planrunner approve."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6011",
                    "A step in doubt cannot be taken back",
                    "Whether it had an effect is not known, and its undo does no good where there is none.",
                    "Mend what the message names, or see that the effect is not there and settle the step, then type the same command again."
                ),
                new(
                    "PR6012",
                    "An undo was cut off",
                    "Whether it took the step back is not known, and it may not run twice.",
                    "Mend what the message names, or look and settle it, then type the same command again."
                ),
                new(
                    "PR6013",
                    "A guarded group could not be taken back",
                    "The undo of one of its steps failed, so its effect stands: a freeze, for instance.",
                    "Mend the cause at once and apply: every apply tries it first; or do it by hand, and say so with planrunner resolve."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR6014",
                    "The time of a guarded group is over",
                    "The group has a timeout, and no step is begun behind it: what was done is taken back.",
                    "Find out what took so long, or raise the group's timeout."
                ),
                new(
                    "PR6015",
                    "A group failed behind its point of no return",
                    "Nothing in it was taken back, and it stays open until an apply brings it to its end.",
                    "Mend the cause, and apply again."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR6016",
                    "A group that is done stays as it is",
                    "A failure in a later step takes nothing back in a guarded group that has come to its end.",
                    "Nothing has to be done."
                )
                {
                    Severity = Severity.Note,
                },
                new(
                    "PR6017",
                    "A doubt cannot be settled now",
                    "Something that could tell does not answer, or what was cut off still runs. Nothing was decided.",
                    "Mend that, then apply again: it is asked again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6018",
                    "A guarded group stands open",
                    "It was begun, and could not be taken back or was taken back in part.",
                    "Mend what is told above at once; every apply tries to take it back first."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR6020",
                    "A dry run cannot ask a step's question",
                    "What the question needs is not there, and no step above would make it.",
                    "Correct the question, or move the step below the one that makes it."
                ),
                new(
                    "PR6025",
                    "A file that a step needs cannot be used",
                    "It could not be read or written while the step ran.",
                    "Mend that, then apply again."
                )
                {
                    ExitCode = 1,
                },
            ]
        );
}
