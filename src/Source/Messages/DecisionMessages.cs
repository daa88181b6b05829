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
                    "The state and the markers in the database differ",
                    "The state file is lost or older than the database; the rows that were committed with the steps are right.",
                    "Look at what is told. The state is put right, and the next apply goes on from there."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5052",
                    "A group is open, and the state does not know since when",
                    "The markers show that a part of a guarded group is done.",
                    "Nothing: it is taken back before anything else."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5053",
                    "A step may have run, and leaves no marker",
                    "The state that is missing came after it or at it, and a step outside of the database cannot be asked there.",
                    "Look, then settle it with planrunner resolve."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5060",
                    "What would run is not what was approved",
                    "The file of --approved holds other steps or texts than would run now. Nothing was started.",
                    "Have it approved anew: planrunner dry-run with --out."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5061",
                    "A file of an approval cannot be read",
                    "It is not what dry-run --out saves, or was saved by another version.",
                    "Save it anew: planrunner dry-run PLAN --env E --out FILE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5062",
                    "A dry run differs from what was approved",
                    "An apply with the same --approved would refuse it.",
                    "Look at the differences that are listed."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR5063",
                    "A finding blocks an apply",
                    "A rule about the rendered SQL calls it too dangerous to run unasked: planrunner docs findings has all rules.",
                    "Write the statement in the safer way that is named, or waive the rule on the step, with the reason."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5064",
                    "A file of evidence cannot be used",
                    "It is not what rehearse --evidence writes, was written by another version, or is of another plan.",
                    "Measure it anew: planrunner rehearse PLAN --evidence FILE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5065",
                    "--out does not name a file of its own",
                    "It names nothing, or the plan itself, which it would overwrite.",
                    "Name a file such as approved.json."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5070",
                    "Another object is in the way of a statement",
                    "What the statement would make is there with another definition, or invalid and not of this step, or belongs to another session.",
                    "Do what the message names; planrunner docs outside-transactions tells what is looked for."
                ),
                new(
                    "PR5075",
                    "A step's text ran under another id",
                    "Run again, its effect could come twice. Whether it was renamed or is a new step only a person can tell, so nothing starts.",
                    "Write renamed_from with the old path, or renamed_from: none if it is a new step."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5076",
                    "state mv cannot move a step so",
                    "Nothing ran under the old path, the new path has a state of its own or is of another kind, or the step would run again.",
                    "Do what the message names; planrunner status lists the paths."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5077",
                    "accept and --as-new do not fit the step",
                    "--as-new answers whether a step whose text ran under another id is a new one; without it a changed text is accepted.",
                    "Add or leave out --as-new, as the message says."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5080",
                    "An environment runs only what was approved",
                    "It has require_approval, and no --approved is given.",
                    "Save what would run with dry-run --out, have it approved, and give it with --approved."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5082",
                    "A file of a step changed during the run",
                    "The file was part of what was approved and recorded when the run began. Nothing of the step was run.",
                    "Look who changed it, then apply again."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR5083",
                    "A statement of a list cannot be settled",
                    "--item names a statement that the list does not have, or one that is done.",
                    "Name one of those that are open; planrunner status --step lists them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5084",
                    "A secret value of the last run is not kept",
                    "The last run was given it with --var, and --same-vars cannot repeat it.",
                    "Type it beside --same-vars: --var NAME=VALUE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5085",
                    "The last run was given other values",
                    "With --var the last run had values that this command has not, so its texts would be others.",
                    "Type --same-vars, or the values that are shown."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR5086",
                    "--out belongs to --dry-run",
                    "It saves what a dry run of the undo shows.",
                    "Add --dry-run, or leave --out out."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR5088",
                    "An environment is only for rehearsals",
                    "Its connections are sandboxes, whose servers only planrunner rehearse starts.",
                    "Type planrunner rehearse, or name an environment with servers."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
