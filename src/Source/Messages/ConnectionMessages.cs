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
                    "A URL and the environment's file disagree",
                    "The connection has a key with another value than the same parameter in its URL, and which one is meant is not guessed.",
                    "Write the same in both, or take it out of one."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3986",
                    "The system's certificates need verify-full",
                    "libpq refuses sslrootcert=system with a weaker sslmode, and so does every client program of a shell step.",
                    "Write ssl_mode: verify-full, or sslmode=verify-full in the URL."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3987",
                    "A connection parameter cannot be given here",
                    "libpq does not know it, the runner cannot honour it, its value is not valid, or the connection has a key of its own for it.",
                    "Write what the message names, or leave it out."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3988",
                    "A server is not of the wanted kind",
                    "It answers, and is not what target_session_attrs asks for, such as a primary.",
                    "Name a server that is, or change target_session_attrs."
                )
                {
                    ExitCode = 1,
                },
                new(
                    "PR3989",
                    "Environment variables of libpq have no effect",
                    "Variables such as PGOPTIONS would change sessions of other programs, and the plan's connections do not follow them.",
                    "Unset them; say it under parameters: of the connection."
                )
                {
                    Severity = Severity.Warning,
                },
            ]
        );
}
