namespace PlanRunner.Source.Messages;

/// <summary>PR62 and PR63: programs that shell and manual steps run.</summary>
internal static class ShellMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Shell and manual steps",
            [
                new(
                    "PR6201",
                    "A program of a shell step cannot be started",
                    "It is not in the PATH of the step, or the system does not let it run. Nothing of the step was run.",
                    "Install it, correct its name, or make it executable."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6202",
                    "A program ended with an error",
                    "Its exit code is none of success_codes. How much of its work it did is not known.",
                    "Mend what it says; what it printed is kept beside the state."
                ),
                new(
                    "PR6203",
                    "A program printed an error and ended well",
                    "A line of its output looks like an error, as psql prints one and goes on.",
                    "Mend what it says, or let it pass with allow_output."
                ),
                new(
                    "PR6204",
                    "A program printed more than can be captured",
                    "What is captured stands in the state.",
                    "Print less, or keep it in a file."
                ),
                new("PR6205", "A program printed binary data to capture", "Only text can be captured.", "Print text."),
                new(
                    "PR6206",
                    "A program printed no JSON to capture",
                    "capture: json takes one JSON value and nothing else on standard output.",
                    "Print one JSON value, and everything else on standard error."
                ),
                new(
                    "PR6207",
                    "A program printed a secret to capture",
                    "Captured values stand in the state as they are, and the state holds no secret.",
                    "Print something else."
                ),
                new(
                    "PR6208",
                    "A file of a step changed while the step ran",
                    "The content of the file is part of the step's text, so the next command finds the step changed.",
                    "Leave it out with with_files where the program itself writes it; planrunner accept takes the new text."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR6209",
                    "A program left a process running",
                    "The process held the program's output open; what it printed after the end is lost.",
                    "Let the script wait for what it starts, or send its output elsewhere: PROGRAM >FILE 2>&1 &."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR6210",
                    "A value is too long to hand to a program",
                    "Linux takes 128 KiB in one variable or argument, and 2 MiB in all.",
                    "Give it in stdin or in a file, or capture less."
                ),
                new(
                    "PR6301",
                    "A step is work for a person",
                    "What to do is shown. The run goes on when somebody says that it is done.",
                    "Do it, then type planrunner approve."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6302",
                    "An environment's answer to a manual step failed",
                    "manual: in the environment names a command that does the work of the step, and it ended with an error.",
                    "Correct that command."
                ),
                new(
                    "PR6303",
                    "An environment's answer to a manual step cannot be started",
                    "manual: in the environment names a command that is not there or may not be run.",
                    "Correct that command."
                ),
            ]
        );
}
