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
                    "It does not exist, is a folder, or this user has no permission to read it.",
                    "Check the path and the file's permissions."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1002",
                    "A file is too large",
                    "Plans, environments and templates are read into memory, so their size is limited; the message gives the limit.",
                    "Split the file, or move long text into files of its own."
                )
                {
                    ExitCode = 3,
                },
                new("PR1003", "A file is not text", "It contains a NUL byte.", "Name a text file.") { ExitCode = 3 },
                new(
                    "PR1004",
                    "A file is not UTF-8",
                    "It is UTF-16, or contains a byte sequence that is not valid UTF-8. Every text is sent to the server as UTF-8.",
                    "Save it as UTF-8."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1005",
                    "A file is empty",
                    "It contains no YAML value, or only comments.",
                    "Write the plan or the environment; see planrunner docs plan-language."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1006",
                    "A file contains two YAML documents",
                    "A line with --- starts a second document.",
                    "Keep one document per file."
                )
                {
                    ExitCode = 3,
                },
                new("PR1007", "YAML is nested too deeply", "The values are nested deeper than any plan needs.", "Flatten it.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR1008",
                    "YAML has too many values",
                    "The document, with its aliases expanded, has more values than the limit. Aliases of aliases multiply.",
                    "Split it into several plans, or use fewer aliases."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1009",
                    "A YAML key is not text",
                    "A key is a mapping or a list. Usually a value that starts with {{ is missing its quotes, and YAML reads it as "
                        + "a mapping.",
                    "Quote the value: \"{{ … }}\"."
                )
                {
                    ExitCode = 3,
                },
                new("PR1010", "Duplicate key", "The same mapping already has this key on an earlier line.", "Remove one of them.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR1011",
                    "YAML tags are not supported",
                    "Tags such as !!str or !include are not interpreted.",
                    "Remove the tag; quote a value to make it text."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1012",
                    "A file is not valid YAML",
                    "The text cannot be parsed as YAML from the position shown: an open quote or bracket, a tab, a \": \" inside a "
                        + "plain value.",
                    "Check quotes, brackets and indentation near that position."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1013",
                    "A YAML alias has no anchor",
                    "*name repeats the value marked &name, and there is no such anchor above it.",
                    "Define the anchor above the alias, or correct its name."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1014",
                    "A YAML merge key needs a mapping",
                    "<< takes a mapping, or a list of mappings.",
                    "Name an anchor of a mapping: <<: *defaults."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR1015",
                    "A YAML alias is inside its own anchor",
                    "The repeated value would contain the alias itself, endlessly.",
                    "An alias can only repeat a value that is complete above it."
                )
                {
                    ExitCode = 3,
                },
                new("PR1016", "A pipe or device was given instead of a file", "It produced no data within the time limit.", "Name a file.")
                {
                    ExitCode = 3,
                },
            ]
        );
}
