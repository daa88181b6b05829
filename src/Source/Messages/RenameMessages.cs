namespace PlanRunner.Source.Messages;

/// <summary>PR3980 to PR3983: steps that had another path.</summary>
internal static class RenameMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Renamed steps",
            [
                new(
                    "PR3980",
                    "A step is renamed from itself",
                    "renamed_from takes the step's previous path.",
                    "Set the previous path, or remove renamed_from."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3981",
                    "Two steps are renamed from the same step",
                    "A step that ran can continue under one path only.",
                    "Keep renamed_from on one of them; the other is a new step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3982",
                    "A step is renamed from one that is still in the plan",
                    "The old path belongs to a step of the plan, which has its own state.",
                    "Set renamed_from: none on that step if it is new; two steps that swapped paths refer to each other."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3983",
                    "A step is both new and renamed",
                    "renamed_from contains none, which makes it a new step, and a path, which makes it a renamed one.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
