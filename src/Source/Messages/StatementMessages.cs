namespace PlanRunner.Source.Messages;

/// <summary>PR397: what a server would reject, known from the text alone.</summary>
internal static class StatementMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Statements that the server would refuse",
            [
                new(
                    "PR3970",
                    "COPY FROM stdin has no rows or no end",
                    "The rows of COPY … FROM stdin follow it in the text, up to a line containing only \\.",
                    "Write the rows below the statement, and \\. after the last one."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3971",
                    "client_encoding would not be UTF-8",
                    "Every text is sent as UTF-8; with another encoding the server would misread it.",
                    "Remove the statement, and save the text as UTF-8."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3972",
                    "A DO would end the transaction of its step",
                    "The step is one transaction, and COMMIT or ROLLBACK inside a DO is rejected there (SQLSTATE 2D000).",
                    "Remove it, or run the statement with transaction: forbidden."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3973",
                    "SET TRANSACTION comes after a query",
                    "The isolation level of a transaction can only be set before its first query (SQLSTATE 25001).",
                    "Move it to the beginning of the step."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3974",
                    "A new enum value is used in its own transaction",
                    "A value added by ALTER TYPE … ADD VALUE can be used only after commit (SQLSTATE 55P04).",
                    "Use two steps: one adds the value, the next uses it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3975",
                    "A new enum value may be used in its own transaction",
                    "The new value is in a string whose type cannot be determined; if it is of the enum type, the server rejects "
                        + "it (SQLSTATE 55P04).",
                    "Use two steps: one adds the value, the next uses it."
                )
                {
                    Severity = Severity.Warning,
                },
                new(
                    "PR3976",
                    "standard_conforming_strings would not be on",
                    "Statements are split, checked and quoted as the server reads them with this setting on; with it off a backslash escapes a quote.",
                    "Leave it out; write a literal with escapes as E'…'. In place of RESET ALL name the settings to reset."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
