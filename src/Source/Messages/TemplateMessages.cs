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
                    "A template cannot be parsed",
                    "The code between {{ and }} has a mistake, such as a block that is not closed.",
                    "Correct it; planrunner docs templates describes the language."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4002",
                    "A template fails to render",
                    "A name is unknown, a function rejects its argument, a value is null, or a limit is reached.",
                    "Correct the expression; planrunner render --template FILE renders a single template."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4010",
                    "A secret would decide what runs",
                    "when, foreach and the like are visible to everyone, and what runs would reveal the secret.",
                    "Use a variable."
                )
                {
                    ExitCode = 3,
                },
                new("PR4011", "foreach is not a list", "The step runs once for each item of a list.", "Use a variable of type list.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR4012",
                    "An item of a foreach cannot name its instance",
                    "Each instance has its own path, made from its item: a text, a number, or the member of a mapping that key: names.",
                    "Give each item a key that is unique, not empty and not a secret."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4013",
                    "when is not a boolean",
                    "It decides whether the step exists in this environment.",
                    "Write a comparison, such as environment == 'production'."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4014",
                    "A setting contains a secret",
                    "The server shows session settings to anyone who can query them.",
                    "Pass the secret where it is used."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4020",
                    "A step captures from a text with a secret",
                    "Captured values are stored in the state in clear text, and the state must not contain secrets.",
                    "Remove the secret from the text, or remove the capture."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4070",
                    "Braces in a string would run as template code",
                    "{{ … }} is inside a string of the SQL, and refers to nothing of the plan: usually it is meant literally.",
                    "Write the braces as the message says, or set template: false if the text is not a template."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR4071",
                    "args is for a template, and template: false disables templating",
                    "A text that is used as is takes no values.",
                    "Remove one of them."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
