namespace PlanRunner.Source.Messages;

/// <summary>PR64 and PR70: rehearsals, their workloads and containers.</summary>
internal static class RehearsalMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Rehearsals",
            [
                new(
                    "PR6401",
                    "A rehearsal cannot continue",
                    "Its servers, its set-up or its proof failed; the message gives the reason.",
                    "Fix the reported error."
                ),
                new(
                    "PR7000",
                    "A workload stopped unexpectedly",
                    "The application that writes during the rehearsal stopped, so the rehearsal would prove nothing.",
                    "Fix the error in the last lines of its log."
                ),
                new(
                    "PR7001",
                    "A manual step has no answer in a rehearsal",
                    "The step is manual, and the rehearsal's environment does not answer it.",
                    "Add a command under manual: of that environment, such as [\"true\"] if there is nothing to do."
                ),
                new(
                    "PR7002",
                    "All transactions of a workload client fail",
                    "The server rejects them before the plan has started.",
                    "Fix the error in the workload's log: a statement, a role or a grant."
                ),
                new(
                    "PR7003",
                    "The application cannot write on the new server",
                    "It has switched over and is rejected, and a step of the plan waits for it.",
                    "Fix the error in the workload's log, such as missing grants on the new server."
                ),
                new(
                    "PR7004",
                    "--remove needs --sandbox",
                    "It removes a sandbox that an earlier rehearsal kept.",
                    "Name the folder printed by that rehearsal: --sandbox FOLDER --remove."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR7010",
                    "No usable Docker engine",
                    "None answers, or it runs on another machine, whose servers a rehearsal could not reach.",
                    "Start the engine as the message shows, or unset DOCKER_HOST."
                ),
                new(
                    "PR7011",
                    "The Docker engine rejects a request",
                    "The message quotes the engine.",
                    "Fix the reported error; the engine's log has more."
                ),
                new(
                    "PR7012",
                    "A container image does not exist",
                    "It is not on this machine and cannot be pulled.",
                    "Correct its name, or log in to its registry; try docker pull by hand."
                ),
                new(
                    "PR7013",
                    "Containers are left behind",
                    "The Docker engine could not be reached to stop or remove them.",
                    "Run the docker rm shown once the engine answers again."
                ),
                new(
                    "PR7014",
                    "A sandbox's server rejects a setting",
                    "This version of Postgres does not have the setting, or does not accept the value.",
                    "Correct it, or remove it."
                ),
            ]
        );
}
