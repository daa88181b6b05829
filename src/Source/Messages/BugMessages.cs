namespace PlanRunner.Source.Messages;

/// <summary>PR90: what should never be told.</summary>
internal static class BugMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Bugs",
            [
                new(
                    "PR9001",
                    "A bug in planrunner",
                    "Something happened that the program did not expect. What was done stands in the state, and the next apply goes on from there.",
                    "Report it with the lines that are shown."
                )
                {
                    ExitCode = 70,
                },
            ]
        );
}
