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
                    "A step must have exactly one kind",
                    "One key says what a step does: sql, shell, assert and so on, or steps for a group. This step has none, or two.",
                    "Add one, or split it into two steps."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3002",
                    "A step needs a step that is not above it",
                    "needs: takes steps above this one in the same group. The name is unknown, is below, or is the step itself.",
                    "Correct the name, or move the step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3003",
                    "Duplicate step id",
                    "The state identifies a step by its path, so ids are unique within a group.",
                    "Choose another id."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3004",
                    "A connection is not declared",
                    "The plan declares the connections of its steps under connections:, and this name is not among them.",
                    "Correct the name, or declare it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3005",
                    "A parameter refers to a value that no earlier step captures",
                    "params: takes a column captured by an earlier step: not by a later step, a group, or an instance of a foreach.",
                    "Name an earlier step and a column that it captures."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3006",
                    "A step in a guarded group has no undo",
                    "A group with on_failure: undo is undone when it fails, so each of its steps up to the point of no return "
                        + "needs an undo.",
                    "Add undo:, or undo: none where there is nothing to undo."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3008",
                    "on_interrupted does not fit the step",
                    "rerun needs a step that can safely run twice (idempotent: true); undo needs an undo that is harmless if the "
                        + "step had no effect yet.",
                    "Add idempotent: true where that holds, add an undo, or remove on_interrupted: then the step waits for "
                        + "planrunner resolve."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3009",
                    "on_change has no effect on this step",
                    "The step only reads, so a changed text is always accepted.",
                    "Remove on_change."
                )
                {
                    ExitCode = 3,
                },
                new("PR3010", "A step's text is given twice", "The step has both an inline text and a file.", "Keep one of them.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR3011",
                    "args requires a file",
                    "An inline text can use the plan's variables directly; args: passes values to a template file.",
                    "Remove args, or move the text into a file."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3012",
                    "A multi-line text is not a literal block",
                    "YAML folds lines in quotes and after >, so positions in messages and SQL comments would be wrong.",
                    "Write it as a | block, or move it into a file."
                )
                {
                    ExitCode = 3,
                },
                new("PR3013", "A step has no text", "The step has neither an inline text nor a file.", "Add one of the two keys listed.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR3014",
                    "A parameter does not refer to a captured column",
                    "The value of a parameter has the form STEP.COLUMN.",
                    "Name an earlier step and a column that it captures, such as barrier.lsn."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3015",
                    "A probe has no connection",
                    "done_when and verify run on the connection of their step, and this step has none.",
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
                    "args: takes one text per name; pass a list or a mapping as an expression.",
                    "Write it as a template, such as \"{{ application_roles }}\"."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3018",
                    "A guarded group is inside another guarded group",
                    "Both groups have on_failure: undo, so the same steps could be undone twice, at different times.",
                    "Remove on_failure from one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3030",
                    "A key does not apply to this kind of step",
                    "Some keys are for steps only, some for groups only, some need foreach, and a check has no undo.",
                    "Remove it, or move it to the step where it applies."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3031",
                    "An undo must have exactly one kind",
                    "One key under undo: says how the step is undone. This one has none, or two.",
                    "Give it one, or write undo: none."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3040",
                    "A variable has a value of the wrong type",
                    "The value's type differs from the type that the plan declares for the variable.",
                    "Write a value of that type."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3041",
                    "A variable's value is not allowed",
                    "It is outside the range, pattern or list of values that the plan sets for the variable.",
                    "Use an allowed value, or change the declaration."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3042",
                    "A variable's constraints are invalid",
                    "The pattern is not a regular expression, the limit does not fit the type, or the maximum is less than the minimum.",
                    "Correct the variable's declaration."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3043",
                    "A name cannot be used in templates",
                    "Names of variables, secrets and connections consist of lower-case letters, digits and _, and some words are "
                        + "reserved.",
                    "Choose another name."
                )
                {
                    ExitCode = 3,
                },
                new("PR3044", "A secret is declared twice", "Each secret may be listed only once under secrets:.", "Remove one.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR3050",
                    "A file is outside the plan's folder",
                    "Everything that runs must be under version control: files are read from the plan's folder or templates/, and "
                        + "links must not lead outside.",
                    "Move the file there, and use a relative path that has no .. in it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3051",
                    "A file of the plan does not exist",
                    "It is looked up beside the plan, then in templates/, then among the built-in templates.",
                    "Correct its name; planrunner templates list shows the built-in ones."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
