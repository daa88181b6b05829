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
                    "It is not in the step's PATH, or is not executable. The step did not run.",
                    "Install it, correct its name, or make it executable."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR6202",
                    "A program failed",
                    "Its exit code is not in success_codes. How much of its work it did is not known.",
                    "Fix the reported error; its output is kept beside the state."
                ),
                new(
                    "PR6203",
                    "A program printed an error but exited with success",
                    "A line of its output looks like an error; psql, for example, prints errors and continues.",
                    "Fix the reported error, or allow it with allow_output."
                ),
                new(
                    "PR6204",
                    "A program printed more than can be captured",
                    "Captured output is stored in the state.",
                    "Print less, or write it to a file."
                ),
                new("PR6205", "A program printed binary data to capture", "Only text can be captured.", "Print text."),
                new(
                    "PR6206",
                    "A program printed no JSON to capture",
                    "capture: json takes one JSON value and nothing else on standard output.",
                    "Print one JSON value, and everything else to standard error."
                ),
                new(
                    "PR6207",
                    "A program printed a secret to capture",
                    "Captured values are stored in the state in clear text, and the state must not contain secrets.",
                    "Print something else."
                ),
                new(
                    "PR6208",
                    "A step's file changed while the step ran",
                    "The content of the file is part of the step's text, so the next command finds the step changed.",
                    "Exclude it from with_files if the program itself writes it; planrunner accept accepts the new text."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR6209",
                    "A program left a process running",
                    "The process kept the program's output open; anything it printed after the program ended is lost.",
                    "Make the script wait for what it starts, or redirect its output: PROGRAM >FILE 2>&1 &."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR6210",
                    "A value is too long to pass to a program",
                    "Linux allows 128 KiB per variable or argument, and 2 MiB in total.",
                    "Pass it in stdin or in a file, or capture less."
                ),
                new(
                    "PR6301",
                    "A manual step is waiting",
                    "The work to do is shown. The run continues once it is approved.",
                    "Do it, then run planrunner approve."
                )
                {
                    ExitCode = 4,
                },
                new(
                    "PR6302",
                    "An environment's answer to a manual step failed",
                    "manual: in the environment names a command that does the step's work, and it failed.",
                    "Correct that command."
                ),
                new(
                    "PR6303",
                    "An environment's answer to a manual step cannot be started",
                    "manual: in the environment names a command that does not exist or is not executable.",
                    "Correct that command."
                ),
            ]
        );
}
