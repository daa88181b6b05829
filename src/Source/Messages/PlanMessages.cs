namespace PlanRunner.Source.Messages;

/// <summary>PR30 about a plan: its steps, what they refer to, its variables and files.</summary>
internal static class PlanMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Steps, variables and files of a plan",
            [
                new(
                    "PR3001",
                    "A step does not have exactly one kind",
                    "A step says with one key what it does: sql, shell, assert and so on, or steps for a group. This one has none, or two.",
                    "Add one, or make two steps of it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3002",
                    "A step needs a step that is not above it",
                    "needs: names steps above this one in the same group. The name is unknown, stands below, or is the step's own.",
                    "Correct the name, or move the step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3003",
                    "Two steps have the same id",
                    "The state knows a step by its path, so an id stands once among the steps of a group.",
                    "Choose another id."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3004",
                    "A connection is not declared",
                    "The plan declares under connections: what its steps use, and this name is not among them.",
                    "Correct the name, or declare it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3005",
                    "A parameter takes a value that no step above captures",
                    "params: takes a captured column of a step that has run by then: not of one below, of a group, or of an instance of a foreach.",
                    "Name a step above and a column that it captures."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3006",
                    "A step in a guarded group has no undo",
                    "A group with on_failure: undo is taken back when it fails, so each of its steps says how, up to the point of no return.",
                    "Add undo:, or undo: none where nothing has to be taken back."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3008",
                    "on_interrupted does not suit the step",
                    "rerun needs a step that may run twice (idempotent: true); undo needs an undo that does no harm where nothing was done yet.",
                    "Add idempotent: true where that is so, add an undo, or leave on_interrupted out: a person is asked then."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3009",
                    "on_change has no use for this step",
                    "The step only reads, so a changed text of it is always accepted.",
                    "Remove on_change."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3010",
                    "A step's text is given twice",
                    "The text stands in the plan and a file is named for it.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3011",
                    "args belongs to a file",
                    "A text in the plan knows the plan's variables; args: hands values to a template in a file.",
                    "Remove args, or move the text into a file."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3012",
                    "A text of several lines is not a literal block",
                    "YAML folds lines together in quotes and behind >, so places in messages and comments in SQL would be wrong.",
                    "Write it as a | block, or move it into a file."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3013",
                    "A step has no text",
                    "Neither the text nor a file with it is given.",
                    "Add one of the two keys that are named."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3014",
                    "A parameter does not name a captured column",
                    "The value of a parameter has the form STEP.COLUMN.",
                    "Name a step above and the column that it captures, such as barrier.lsn."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3015",
                    "A probe has no connection",
                    "done_when and verify ask the connection of their step, and this step has none.",
                    "Add on: with the name of a connection."
                )
                {
                    ExitCode = 3,
                },
                new("PR3016", "A value is not a duration", "A duration is a number with a unit.", "Write it as 50ms, 30s, 10m, 1h or 1d.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR3017",
                    "An argument is not a single value",
                    "args: takes one text for each name; a list or a mapping goes in as an expression.",
                    "Write it as a template, such as \"{{ application_roles }}\"."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3018",
                    "A guarded group stands inside another one",
                    "Two groups with on_failure: undo would take the same steps back, each at a time of its own.",
                    "Remove on_failure from one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3030",
                    "A key does not belong to this kind of step",
                    "Some keys are for steps and not for groups, some for groups only, some only beside foreach, and a check has no undo.",
                    "Remove it, or move it to the steps where it belongs."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3031",
                    "An undo does not have exactly one kind",
                    "undo: says with one key what takes the step back. This one has none, or two.",
                    "Give it one, or write undo: none."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3040",
                    "A variable has a value of the wrong type",
                    "The plan declares the variable's type, and the value that is given is of another one.",
                    "Write a value of that type."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3041",
                    "A variable's value is not allowed",
                    "It is outside of the range, the pattern or the list of values that the plan gives for the variable.",
                    "Write one that is allowed, or change what the plan allows."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3042",
                    "A variable's limits cannot be used",
                    "The pattern is no regular expression, the limit does not go with the type, or the maximum is less than the minimum.",
                    "Correct the variable's declaration."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3043",
                    "A name cannot be used in templates",
                    "Names of variables, secrets and connections are lower-case letters, digits and _, and some words mean something already.",
                    "Choose another name."
                )
                {
                    ExitCode = 3,
                },
                new("PR3044", "A secret is declared twice", "Each secret stands once under secrets:.", "Remove one.") { ExitCode = 3 },
                new(
                    "PR3050",
                    "A file lies outside of the plan's folder",
                    "What runs must be what lies in version control: files come from the plan's folder or templates/, and no link leads out.",
                    "Put the file there, and name it without .. and not from the root."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3051",
                    "A file of the plan is not there",
                    "It is looked for beside the plan, then in templates/, then among the templates that are built in.",
                    "Correct its name; planrunner templates list shows those built in."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
