namespace PlanRunner.Source.Messages;

/// <summary>PR20: whether a document fits its schema.</summary>
internal static class SchemaMessages
{
    public static MessageFamily Family { get; } =
        new(
            "The form of a plan or an environment",
            [
                new(
                    "PR2001",
                    "Unknown key",
                    "This key is not allowed here. Usually it is misspelled, or belongs one level up or down.",
                    "Correct or move it; planrunner docs plan-language lists the keys."
                )
                {
                    ExitCode = 3,
                },
                new("PR2002", "A required key is missing", "The mapping shown requires the key.", "Add the key.") { ExitCode = 3 },
                new(
                    "PR2003",
                    "A value has the wrong type",
                    "For example a list where a text is expected, or a text where a number is. YAML has its own reading of yes, "
                        + "1.10 and 010.",
                    "Write a value of the expected type; quotes make it text."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR2004",
                    "A value has the wrong format",
                    "The key takes a text in a certain format, such as an id or a duration.",
                    "Write it as the message says."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR2005",
                    "A value is not one of those allowed",
                    "The key takes one of a fixed set of values.",
                    "Use one of those listed."
                )
                {
                    ExitCode = 3,
                },
                new("PR2006", "A number is out of range", "It is smaller or larger than allowed.", "Use a number in the range.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR2007",
                    "A value is empty, too short or too long",
                    "A list, mapping or text has fewer or more items or characters than allowed.",
                    "Add or remove some, or remove the key."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR2008",
                    "Mutually exclusive keys",
                    "Two keys that set the same thing in different ways are both given.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new("PR2009", "None of several keys is given", "One of the keys listed is required.", "Add the one that fits.")
                {
                    ExitCode = 3,
                },
                new("PR2010", "A list contains duplicates", "Each item may occur only once in this list.", "Remove one of them.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR2090",
                    "A comma ends a value inside braces",
                    "Between { and }, YAML ends a plain value at a comma, so the rest of the SQL text is read as another key.",
                    "Quote the whole value, or write it as a block: text: | and the text below it."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
