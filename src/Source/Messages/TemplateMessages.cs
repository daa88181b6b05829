namespace PlanRunner.Source.Messages;

/// <summary>PR40: templates, and what decides which steps there are.</summary>
internal static class TemplateMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Templates",
            [
                new(
                    "PR4001",
                    "A template cannot be read",
                    "The code between {{ and }} has a mistake, such as a block that is not closed.",
                    "Correct it; planrunner docs templates tells what the language has."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4002",
                    "A template fails when it is rendered",
                    "A name is not known, a function cannot take what it is given, a value is null, or a limit is reached.",
                    "Correct the expression; planrunner render --template FILE tries a template by itself."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4010",
                    "A secret would decide what runs",
                    "when, foreach and their like are shown to everybody, and what runs would tell about the secret.",
                    "Decide by a variable."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4011",
                    "foreach does not give a list",
                    "The step runs once for each item of a list.",
                    "Name a variable of type list."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4012",
                    "An item of a foreach cannot name its instance",
                    "Each instance has a path of its own, made from its item: a text, a number, or the member of a mapping that key: names.",
                    "Give each item a key that is not empty, not a secret, and not the same as another's."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4013",
                    "when is neither true nor false",
                    "It decides whether the step is there in this environment.",
                    "Write a comparison, such as environment == 'production'."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4014",
                    "A setting holds a secret",
                    "Settings of a session are shown by the server to everybody who may look.",
                    "Pass the secret where it is used."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4020",
                    "A step captures from a text with a secret",
                    "Captured values stand in the state as they are, and the state holds no secret.",
                    "Take the secret out of the text, or do without the capture."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4070",
                    "Braces in a string would run as template code",
                    "{{ … }} stands inside a string of the SQL, and names nothing of the plan: mostly it is meant to the letter.",
                    "Write the braces as the message says, or template: false where the whole text is no template."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4071",
                    "args is for a template, and template: false says that there is none",
                    "A text that is taken as it is has no use for values.",
                    "Remove one of them."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
