namespace PlanRunner.Source.Messages;

/// <summary>PR3985 to PR3989: connections in libpq's words.</summary>
internal static class ConnectionMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Parameters of connections",
            [
                new(
                    "PR3985",
                    "The URL and the environment file disagree",
                    "A key of the connection and the same parameter in its URL have different values.",
                    "Use the same value in both, or remove one."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3986",
                    "The system's certificates need verify-full",
                    "libpq rejects sslrootcert=system with a weaker sslmode, and so does every client program run by a shell step.",
                    "Set ssl_mode: verify-full, or sslmode=verify-full in the URL."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3987",
                    "A connection parameter cannot be set here",
                    "libpq does not know it, planrunner does not support it, its value is invalid, or the connection has its own "
                        + "key for it.",
                    "Use what the message suggests, or remove the parameter."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3988",
                    "A server does not match target_session_attrs",
                    "It answers, but is not what target_session_attrs requires, such as a primary.",
                    "Point the connection at a matching server, or change target_session_attrs."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR3989",
                    "Environment variables of libpq are ignored",
                    "Variables such as PGOPTIONS would change the sessions of other programs; the plan's connections ignore them.",
                    "Unset them; use parameters: of the connection instead."
                )
                {
                    Severity = Severity.Warning,
                },
            ]
        );
}
