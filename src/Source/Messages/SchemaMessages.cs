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
                    "A key is unknown",
                    "Nothing of that name may stand here. It is mostly a misspelt key, or one that belongs a level higher or lower.",
                    "Correct or move it; planrunner docs plan-language lists the keys."
                )
                {
                    ExitCode = 3,
                },
                new("PR2002", "A required key is missing", "The mapping that is shown cannot be without it.", "Add the key.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR2003",
                    "A value has the wrong type",
                    "A list stands where a text is expected, a text where a number is, and so on. YAML reads yes, 1.10 and 010 in its own way.",
                    "Write a value of the type that is named; quotes make it text."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR2004",
                    "A value does not have the required form",
                    "The key takes a text of a certain form only, such as an id or a duration.",
                    "Write it as the message says."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR2005",
                    "A value is not one of those allowed",
                    "The key takes one of a fixed set of words.",
                    "Write one of those that are listed."
                )
                {
                    ExitCode = 3,
                },
                new("PR2006", "A number is out of range", "It is smaller or larger than the key allows.", "Write a number in the range.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR2007",
                    "A value is empty, too short or too long",
                    "A list, a mapping or a text has fewer or more items or characters than the key allows.",
                    "Add or remove some, or leave the key out."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR2008",
                    "Keys exclude each other",
                    "Two keys that say the same thing in different ways stand together, and which one counts is not guessed.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new("PR2009", "None of several keys is given", "One of the keys that are listed has to be there.", "Add the one that fits.")
                {
                    ExitCode = 3,
                },
                new("PR2010", "A list names something twice", "Each item of this list may stand in it once.", "Remove one of them.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR2090",
                    "A comma ends a value inside braces",
                    "Between { and } YAML ends a plain value at a comma, so the rest of an SQL text is read as another key.",
                    "Put the whole value into quotes, or write it as a block: text: | and the text below it."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
