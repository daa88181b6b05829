namespace PlanRunner.Source.Messages;

/// <summary>PR500 to PR504, and PR7005: the state file, its lock, and what a command does not start without.</summary>
internal static class StateMessages
{
    public static MessageFamily Family { get; } =
        new(
            "The state, and what does not start",
            [
                new(
                    "PR5001",
                    "The state file cannot be read",
                    "It is there, and the system does not let this user read it. Nothing was started.",
                    "Make it readable for this user."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5002",
                    "The state file is damaged",
                    "A line is not what was written: each line holds a hash of all before it. What stands below it is not believed.",
                    "Restore the file from version control or a backup; planrunner state verify shows what stands, "
                        + "planrunner state repair keeps the lines above."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5003",
                    "The state file has no whole line",
                    "An empty state is no file at all, so something emptied it.",
                    "Restore it from version control or a backup, or delete it if the plan never ran here."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5004",
                    "The state file is a folder",
                    "A folder lies where the state file would be.",
                    "Move it out of the way, or name another file with --state."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5005",
                    "A file could not be read or written",
                    "The disk is full, a folder may not be written, or whoever read the output is gone. What was done before stands in the state.",
                    "Mend that, then type the same command again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR5006",
                    "The state file is not the one that this machine left",
                    "It is gone, or an older copy. What the missing lines told of would run a second time.",
                    "Bring the newest copy back; if there is none, planrunner state repair puts what may have run in doubt."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5007",
                    "The state could not be written",
                    "Nothing is started that cannot be recorded, and without a journal nothing is taken back either.",
                    "Mend the disk or the permissions, then type the same command again: it goes on from the last line that was written."
                ),
                new(
                    "PR5008",
                    "The state cannot be locked",
                    "The lock beside the state file cannot be written. Where a guarded group is still open, the exit code is 6.",
                    "Mend the disk or the permissions at once, then apply again: every apply undoes an open group first."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR5010",
                    "A protected environment has no state",
                    "Either the plan runs here for the first time, or its state file was left behind elsewhere.",
                    "Bring the state file back; if it is the first run, add --first-run."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5011",
                    "What would run has another fingerprint",
                    "--expect-fingerprint names what a dry run showed, and the plan, its values or the state have changed since.",
                    "Look at what differs with planrunner dry-run."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5012",
                    "A step that is done has another text",
                    "It ran with a text that is no longer in the plan, and on_change leaves it to a person what that means.",
                    "planrunner accept lets the new text stand; or undo the step, or bring its old text back."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5013",
                    "Nobody can be asked",
                    "A question has to be answered before the start, and there is no terminal.",
                    "Answer it beforehand with --yes or --confirm, as the message shows."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5014",
                    "Another run holds the lock of the state",
                    "Two runs of one plan in one environment never work side by side.",
                    "Wait for it, or raise --lock-timeout; planrunner status shows it."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR5016",
                    "A connection leads to another server than before",
                    "The state belongs to the databases that the plan ran in, and this is another one: what is done there is not done here.",
                    "planrunner state rebind where that is lawful, as after a failover; a database of its own needs an environment of its own."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5017",
                    "A step that ran is no longer in the plan",
                    "What it did stays.",
                    "Write renamed_from at the step that it is now; nothing where it was removed on purpose."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5018",
                    "The plan can no longer take back what stands open",
                    "A guarded group or a step was begun, and was then removed from the plan, renamed or changed.",
                    "Bring back the plan that ran, and apply it."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR5019",
                    "Another run took over the state",
                    "While this run slept or was cut off, another one or a person went on. This run commits nothing and takes nothing back.",
                    "Look at it with planrunner status."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR5020",
                    "Only manual steps are approved",
                    "The step is no work for a person.",
                    "planrunner resolve settles a step in doubt, planrunner accept a changed text."
                )
                {
                    ExitCode = 3,
                },
                new("PR5021", "A step is done already", "There is nothing to approve.", "Nothing has to be done.") { ExitCode = 3 },
                new(
                    "PR5022",
                    "resolve needs either --done or --not-done",
                    "It records what a person found: that the effect of the step is there, or that it is not.",
                    "Give one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5023",
                    "A step is not in doubt",
                    "The state knows whether it ran, so there is nothing to settle.",
                    "Look at it with planrunner status."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5024",
                    "A step's text has not changed",
                    "The text in the plan is the one that ran, so there is nothing to accept.",
                    "Look at it with planrunner status --step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5025",
                    "The captured values that are given do not fit the step",
                    "A step that a person calls done needs a value for each column that it captures, and takes no other. Each must be a value of its type.",
                    "Write --capture NAME=VALUE for each, NAME::TYPE=VALUE where the type is not text; or --not-done, and the step runs again."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5026",
                    "What a person said of a step was relied on",
                    "It was resolved as done, and a later step has run with what it captured, or has run since. Said otherwise it would not fit what ran.",
                    "Take back the later steps first (planrunner undo --to STEP), or write a step that mends what they did."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5030",
                    "A step that is done has no undo",
                    "Nothing was taken back: it is refused up front where one of the steps does not say how.",
                    "Give it an undo, or undo: none on purpose; or keep it with --to."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5031",
                    "A step that would be taken back is in doubt",
                    "Whether its effect is there is not known, so nothing was taken back.",
                    "Look, then settle it with planrunner resolve."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5032",
                    "An undo has to be confirmed, and nobody can be asked",
                    "There is no terminal, and in a protected environment what is taken back is confirmed by its path.",
                    "Add --yes, or --confirm with the paths that are shown."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5033",
                    "A guarded group stands open before an undo",
                    "It is taken back or brought to its end first, which an apply does.",
                    "Type planrunner apply."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR5034",
                    "An undo would pass a point of no return",
                    "The step says that there is no way back behind it, and it is done. Nothing was taken back.",
                    "Stay behind it with --to, or name it with --past."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5040",
                    "Nothing of the state file can be kept",
                    "Not even its first line is whole.",
                    "Restore it from version control or a backup; if it is lost for good, planrunner state new begins another one."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5042",
                    "A new state would forget an open group",
                    "What a guarded group did has to be taken back, and only the state tells what that is.",
                    "planrunner apply takes it back; if something else did, say so with --window-closed."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR5043",
                    "A new state might forget an open group",
                    "The state that told is gone or was repaired, so nobody knows whether the group stands open.",
                    "Look, take it back by hand if it stands, then say so with --window-closed."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR7005",
                    "What is named as the state cannot be a state file",
                    "It is a pipe or a device, which has no end, or it is far larger than any state. Nothing of it was read.",
                    "Name the right file with --state."
                )
                {
                    ExitCode = 4,
                },
            ]
        );
}
