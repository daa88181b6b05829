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
                    "It exists, and this user has no permission to read it. Nothing was started.",
                    "Make it readable for this user."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5002",
                    "The state file is damaged",
                    "A line is not what was written: each line contains a hash of all lines before it. The lines below it are not "
                        + "trusted.",
                    "Restore the file from version control or a backup; planrunner state verify shows what is intact, planrunner "
                        + "state repair keeps the lines above."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5003",
                    "The state file has no complete line",
                    "A new state has no file at all, so something truncated this one.",
                    "Restore it from version control or a backup, or delete it if the plan never ran here."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5004",
                    "The state file is a folder",
                    "There is a folder at the path of the state file.",
                    "Move it out of the way, or name another file with --state."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5005",
                    "A file could not be read or written",
                    "The disk is full, a folder is not writable, or the reader of the output is gone. What was already done is "
                        + "recorded in the state file.",
                    "Fix that, then run the same command again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR5006",
                    "The state file is not the one that this machine last wrote",
                    "It is missing, or an older copy. What the missing lines recorded would run a second time.",
                    "Restore the newest copy; if there is none, planrunner state repair marks what may have run as in doubt."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5007",
                    "The state could not be written",
                    "Nothing starts that cannot be recorded, and without the journal nothing is undone either.",
                    "Fix the disk or the permissions, then run the same command again: it resumes from the last line written."
                ),
                new(
                    "PR5008",
                    "The state cannot be locked",
                    "The lock file beside the state file cannot be written. If a guarded group is still open, the exit code is 6.",
                    "Fix the disk or the permissions at once, then apply again: every apply undoes an open group first."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR5010",
                    "A protected environment has no state",
                    "Either the plan runs here for the first time, or its state file was left somewhere else.",
                    "Restore the state file; if this is the first run, add --first-run."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5011",
                    "What would run has another fingerprint",
                    "--expect-fingerprint is the fingerprint that a dry run showed; the plan, its values or the state have changed since.",
                    "Review the difference with planrunner dry-run."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5012",
                    "A finished step has changed",
                    "The text that ran is no longer the one in the plan, and on_change does not say what to do.",
                    "planrunner accept accepts the new text; or undo the step, or restore its old text."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5013",
                    "Cannot prompt: not a terminal",
                    "A question must be answered before the run starts, and there is no terminal.",
                    "Answer it beforehand with --yes or --confirm, as the message shows."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5014",
                    "Another run holds the lock of the state",
                    "Two runs of the same plan in the same environment never run concurrently.",
                    "Wait for it, or raise --lock-timeout; planrunner status shows it."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR5016",
                    "A connection leads to another server than before",
                    "The state belongs to the databases that the plan ran on, and this is a different one: what is done there is "
                        + "not done here.",
                    "If this is expected, as after a failover: planrunner state rebind. A different database needs its own environment."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5017",
                    "A step that ran is no longer in the plan",
                    "What it did remains.",
                    "Set renamed_from on the step that replaces it; no action needed if it was removed on purpose."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5018",
                    "The plan can no longer undo what is still open",
                    "A guarded group or a step was started, and was then removed from the plan, renamed or changed.",
                    "Restore the plan that ran, and apply it."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR5019",
                    "Another run took over the state",
                    "While this run was suspended or disconnected, another run or a person continued. This run commits nothing and "
                        + "undoes nothing.",
                    "Check planrunner status."
                )
                {
                    ExitCode = 5,
                },
                new(
                    "PR5020",
                    "Only manual steps are approved",
                    "The step is not a manual step.",
                    "planrunner resolve is for a step in doubt, planrunner accept for a changed text."
                )
                {
                    ExitCode = 3,
                },
                new("PR5021", "A step is already done", "There is nothing to approve.", "No action needed.") { ExitCode = 3 },
                new(
                    "PR5022",
                    "resolve needs either --done or --not-done",
                    "It records what a person found: that the step took effect, or that it did not.",
                    "Pass one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5023",
                    "A step is not in doubt",
                    "The state knows whether it ran, so there is nothing to resolve.",
                    "Check planrunner status."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5024",
                    "A step's text has not changed",
                    "The text in the plan is the one that ran, so there is nothing to accept.",
                    "Check planrunner status --step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5025",
                    "The captured values given do not match the step",
                    "Resolving a step as done needs a value for each column that it captures, of the type that it captures, and no other.",
                    "Pass --capture NAME=VALUE for each, NAME::TYPE=VALUE if the type is not text; or --not-done, and the step runs again."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5026",
                    "A later step already used the resolution",
                    "The step was resolved as done, and a later step has run since or with the captured values. Another resolution would not match what ran.",
                    "Undo the later steps first (planrunner undo --to STEP), or write a step that corrects what they did."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5030",
                    "A finished step has no undo",
                    "Nothing was undone: an undo is refused up front if one of its steps has no undo.",
                    "Give it an undo, or undo: none on purpose; or keep it with --to."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5031",
                    "A step to be undone is in doubt",
                    "It is not known whether it took effect, so nothing was undone.",
                    "Check, then record it with planrunner resolve."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5032",
                    "An undo needs confirmation: cannot prompt, not a terminal",
                    "In a protected environment, the steps to undo are confirmed by their paths.",
                    "Add --yes, or --confirm with the paths shown."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5033",
                    "A guarded group is still open before an undo",
                    "It must be undone or completed first, which an apply does.",
                    "Run planrunner apply."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR5034",
                    "An undo would cross a point of no return",
                    "The step declares that there is no way back after it, and it is done. Nothing was undone.",
                    "Stop after it with --to, or name it with --past."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5040",
                    "Nothing of the state file can be kept",
                    "Not even its first line is intact.",
                    "Restore it from version control or a backup; if it is lost for good, planrunner state new starts a new one."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5042",
                    "A new state would lose track of an open group",
                    "What a guarded group did must be undone, and only the state records what that is.",
                    "planrunner apply undoes it; if it was undone by other means, record that with --window-closed."
                )
                {
                    ExitCode = 6,
                },
                new(
                    "PR5043",
                    "A new state might lose track of an open group",
                    "The state that recorded it is missing or was repaired, so it is not known whether the group is still open.",
                    "Check, undo it by hand if it is open, then record that with --window-closed."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR7005",
                    "The path given as state cannot be a state file",
                    "It is a pipe or a device, or it is far larger than any state. Nothing of it was read.",
                    "Pass the right file with --state."
                )
                {
                    ExitCode = 4,
                },
            ]
        );
}
