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
                    "A rehearsal cannot go on",
                    "Its servers, its set-up or its proof failed; the message has the reason.",
                    "Mend what it says."
                ),
                new(
                    "PR7000",
                    "A workload ended by itself",
                    "The application that writes during the rehearsal stopped, so the rehearsal would prove nothing.",
                    "Mend what the last lines of its log say."
                ),
                new(
                    "PR7001",
                    "Nobody answers a manual step in a rehearsal",
                    "The step is work for a person, and the rehearsal's environment has no answer for it.",
                    "Name a command under manual: of that environment, such as [\"true\"] where there is nothing to do."
                ),
                new(
                    "PR7002",
                    "A client of the workload gets nothing through",
                    "The server refuses its transactions before the plan has even begun.",
                    "Mend what the workload's log says: a statement, a role or a grant."
                ),
                new(
                    "PR7003",
                    "The application cannot write on the new server",
                    "It has moved there, is refused, and a step of the plan waits for it.",
                    "Mend what the workload's log says, such as grants on the new server."
                ),
                new(
                    "PR7004",
                    "--remove needs --sandbox",
                    "It removes a sandbox that an earlier rehearsal kept.",
                    "Name the folder that the rehearsal told: --sandbox FOLDER --remove."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR7010",
                    "No Docker engine can be used",
                    "None answers, or it is on another machine, whose servers a rehearsal could not reach.",
                    "Start the engine as the message shows, or unset DOCKER_HOST."
                ),
                new(
                    "PR7011",
                    "The Docker engine refuses a request",
                    "The message has the engine's words.",
                    "Mend what it says; the engine's log tells more."
                ),
                new(
                    "PR7012",
                    "A container image is not there",
                    "It is not on this machine, and cannot be pulled.",
                    "Correct its name, or sign in to its registry; try docker pull by hand."
                ),
                new(
                    "PR7013",
                    "Containers are left behind",
                    "The Docker engine could not be told to stop or remove them.",
                    "Type the docker rm that is shown when it answers again."
                ),
                new(
                    "PR7014",
                    "A sandbox's server refuses a setting",
                    "Its name or value is not one of this version of Postgres.",
                    "Correct it, or remove it."
                ),
            ]
        );
}
