namespace PlanRunner.Source.Messages;

/// <summary>PR90: what should never happen.</summary>
internal static class BugMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Bugs",
            [
                new(
                    "PR9001",
                    "A bug in planrunner",
                    "An unexpected internal error. What was already done is recorded in the state file; the next apply resumes "
                        + "from there.",
                    "Report it with the lines shown."
                )
                {
                    ExitCode = 70,
                },
            ]
        );
}
