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
                    "renamed_from names the path that the step had before.",
                    "Name that path, or remove renamed_from."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3981",
                    "Two steps are renamed from one",
                    "What ran once goes on under one path.",
                    "Keep renamed_from at one of them; the other one is a new step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3982",
                    "A step is renamed from one that is still in the plan",
                    "The old path belongs to a step of the plan, which has a state of its own.",
                    "Write renamed_from: none at that step if it is new; two steps that changed places name each other."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3983",
                    "A step is new and renamed at once",
                    "renamed_from says none, which makes it a new step, and names a path, which makes it an old one.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
