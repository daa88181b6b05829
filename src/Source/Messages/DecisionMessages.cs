namespace PlanRunner.Source.Messages;

/// <summary>PR505 to PR508: markers, approvals, decisions about what ran, and what belongs to a later command.</summary>
internal static class DecisionMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Markers, approvals and decisions",
            [
                new(
                    "PR5051",
                    "The state file and the markers in the database differ",
                    "The state file was lost or is older than the database. The marker rows, which were committed together with "
                        + "the steps, are authoritative.",
                    "Check what is reported. The state is corrected, and the next apply resumes from there."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5052",
                    "A group is open, and the state does not record since when",
                    "The markers show that part of a guarded group is done.",
                    "No action needed: it is undone before anything else runs."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5053",
                    "A step may have run, and it leaves no marker",
                    "The missing part of the state came after this step or included it, and a step outside the database leaves "
                        + "nothing to query.",
                    "Check whether it ran, then record it with planrunner resolve."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5060",
                    "What would run is not what was approved",
                    "The file given with --approved has other steps or texts than would run now. Nothing was started.",
                    "Get it approved again: planrunner dry-run with --out."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5061",
                    "An approval file cannot be read",
                    "It was not written by dry-run --out, or was written by another version.",
                    "Save it again: planrunner dry-run PLAN --env E --out FILE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5062",
                    "A dry run differs from what was approved",
                    "An apply with the same --approved would be refused.",
                    "Review the differences listed."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5063",
                    "A finding blocks an apply",
                    "A rule about the rendered SQL considers it too dangerous to run by default; planrunner docs findings lists "
                        + "all rules.",
                    "Rewrite the statement in the safer form shown, or waive the rule on the step and give the reason."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5064",
                    "An evidence file cannot be used",
                    "It was not written by rehearse --evidence, was written by another version, or belongs to another plan.",
                    "Measure again: planrunner rehearse PLAN --evidence FILE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5065",
                    "--out does not name a usable file",
                    "The name is empty, or is the plan itself, which would be overwritten.",
                    "Name a file such as approved.json."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5070",
                    "An existing object blocks a statement",
                    "The object that the statement would create already exists with another definition, is invalid and was not "
                        + "left by this step, or belongs to another session.",
                    "Follow the message; planrunner docs outside-transactions describes what is checked."
                ),
                new(
                    "PR5075",
                    "A step's text ran under another id",
                    "Running it again could apply its effect twice. Only a person can say whether the step was renamed or is new, "
                        + "so nothing starts.",
                    "Set renamed_from to the old path, or renamed_from: none if it is a new step."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5076",
                    "state mv cannot move this step",
                    "Nothing ran under the old path, the new path already has a state or is another kind, or the step would run again.",
                    "Follow the message; planrunner status lists the paths."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5077",
                    "accept and --as-new do not match the step",
                    "--as-new declares a step new although its text ran under another id; without --as-new, accept records a "
                        + "changed text.",
                    "Add or drop --as-new, as the message says."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5080",
                    "An environment runs only approved changes",
                    "It sets require_approval, and --approved is missing.",
                    "Save what would run with dry-run --out, get it approved, and pass it with --approved."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5082",
                    "A step's file changed during the run",
                    "The file was part of what was approved, and its content was recorded when the run started. The step did not run.",
                    "Find out who changed it, then apply again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR5083",
                    "A statement of a list cannot be resolved",
                    "--item names a statement that is not in the list, or one that is done.",
                    "Name one that is still open; planrunner status --step lists them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5084",
                    "A secret value of the last run was not stored",
                    "The last run received it with --var, and --same-vars cannot repeat it.",
                    "Pass it together with --same-vars: --var NAME=VALUE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5085",
                    "The last run used other values",
                    "The last run received --var values that this command does not have, so the rendered text would differ.",
                    "Pass --same-vars, or the values shown."
                )
                {
                    ExitCode = 4,
                },
                new("PR5086", "--out requires --dry-run", "It saves what a dry run of the undo shows.", "Add --dry-run, or drop --out.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR5088",
                    "An environment is only for rehearsals",
                    "Its connections are sandboxes, and only planrunner rehearse starts those servers.",
                    "Run planrunner rehearse, or use an environment with real servers."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
