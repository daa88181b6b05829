namespace PlanRunner.Source.Messages;

/// <summary>PR10: reading files and their YAML.</summary>
internal static class FileMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Files and YAML",
            [
                new(
                    "PR1001",
                    "A file cannot be read",
                    "It is not there, is a folder, or this user may not read it.",
                    "Check the path and the file's permissions."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1002",
                    "A file is too large",
                    "Plans, environments and templates are read whole, so their size is limited; the message has the limit.",
                    "Split the file, or move long text into files of its own."
                )
                {
                    ExitCode = 3,
                },
                new("PR1003", "A file is not text", "It has a NUL byte, which no text has.", "Name a text file.") { ExitCode = 3 },
                new(
                    "PR1004",
                    "A file is not UTF-8",
                    "It is UTF-16, or a byte in it belongs to no UTF-8 character. Every text is sent to the server as UTF-8.",
                    "Save it as UTF-8."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1005",
                    "A file is empty",
                    "It holds no YAML value, or only comments.",
                    "Write the plan or the environment into it: planrunner docs plan-language."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1006",
                    "A file holds two YAML documents",
                    "A line with --- begins a second document, and which one is meant is not guessed.",
                    "Keep one document a file."
                )
                {
                    ExitCode = 3,
                },
                new("PR1007", "YAML is nested too deep", "The values are nested deeper than any plan needs.", "Flatten it.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR1008",
                    "YAML holds too many values",
                    "The document, with what its aliases repeat, has more values than are read. Aliases of aliases multiply.",
                    "Split it into several plans, or use fewer aliases."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1009",
                    "A YAML key is not text",
                    "A key is a mapping or a list. Mostly a value that begins with {{ stands without quotes, which YAML reads as a mapping.",
                    "Put the value into quotes: \"{{ … }}\"."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1010",
                    "A key is given twice",
                    "The same mapping has the key in an earlier line, and only one of the two values could count.",
                    "Remove one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1011",
                    "A YAML tag has no meaning here",
                    "Tags such as !!str or !include are not interpreted.",
                    "Remove the tag; quotes make a value text."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1012",
                    "A file is not valid YAML",
                    "The text cannot be read as YAML from the place that is shown: an open quote or bracket, a tab, a \": \" inside a plain value.",
                    "Check quotes, brackets and indentation near that place."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1013",
                    "A YAML alias has no anchor",
                    "*name repeats what &name marks, and nothing above it is marked so.",
                    "Define the anchor above the alias, or correct its name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1014",
                    "A YAML merge is not a mapping",
                    "<< takes the keys of a mapping, or of a list of mappings.",
                    "Name an anchor of a mapping: <<: *defaults."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1015",
                    "A YAML alias stands inside its own anchor",
                    "What it would repeat holds the alias itself, without end.",
                    "Repeat only what is complete above the alias."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1016",
                    "A pipe or device stands in place of a file",
                    "It gave nothing in the time that is waited for it.",
                    "Name a file."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
