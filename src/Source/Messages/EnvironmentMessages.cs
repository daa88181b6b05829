namespace PlanRunner.Source.Messages;

/// <summary>PR306 and PR307: an environment with its connections, secrets, variables and sandboxes.</summary>
internal static class EnvironmentMessages
{
    public static MessageFamily Family { get; } =
        new(
            "Environments",
            [
                new(
                    "PR3060",
                    "The environment does not exist",
                    "A name stands for a file in environments/ beside the plan.",
                    "Correct the name, or create that file."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3061",
                    "The environment's name does not match its file name",
                    "The name inside the file and the file name differ, and the state is stored under the name.",
                    "Make both the same."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3062",
                    "A secret or a connection URL cannot be read",
                    "The environment variable is not set, the file is empty, or the command printed nothing.",
                    "Set the variable, or fix the file or the command, before the run."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3063",
                    "A secret is missing in the environment",
                    "The plan or a connection uses the secret, and the environment does not define its source.",
                    "Add it under secrets:. Give its source, never its value."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3064",
                    "A secret of the environment is not used",
                    "Neither the plan nor a connection refers to it; usually a name is misspelled.",
                    "Correct the name, remove it, or declare it in the plan."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3065",
                    "A secret must have exactly one source",
                    "A secret comes from env, file or command; generated is for sandboxes only.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3066",
                    "A connection is missing in the environment",
                    "The plan declares it, and the environment does not define its server.",
                    "Add it under connections:."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3067",
                    "A connection of the environment is not in the plan",
                    "No step can use it; usually a name is misspelled.",
                    "Correct the name, or remove it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3068",
                    "An environment refers to a step that does not exist or has another kind",
                    "manual: answers manual steps of the plan, and moves_on takes a step's path.",
                    "Correct the path; planrunner status lists all of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3069",
                    "A connection is defined twice or incompletely",
                    "A connection is defined by host, database and username, by url_env, or by a sandbox: exactly one of these.",
                    "Remove or add what the message names."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3070",
                    "A connection's file does not exist",
                    "Paths of root certificates and of files in parameters: are relative to the environment's folder.",
                    "Correct the path, or put the file there."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3071",
                    "A key is only for rehearsals",
                    "It is used only where a connection is a sandbox.",
                    "Remove it, or give the connections a sandbox:."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3072",
                    "A sandbox's file does not exist",
                    "Paths of the workload and of the set-up files are relative to the plan's folder.",
                    "Correct the path."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3073",
                    "A variable is not declared",
                    "The environment or --var sets a variable that the plan does not declare.",
                    "Correct its name, declare it in the plan, or remove it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3074",
                    "A variable has no value",
                    "It has no default in the plan, and neither the environment nor --var sets it.",
                    "Add it under variables: of the environment, or with --var."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3075",
                    "Variables refer to each other in a circle",
                    "Each value is computed from the next, and the last from the first.",
                    "Give one of them a value that uses none of the others."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3076",
                    "A password file cannot be used",
                    "Other users can read the file, which libpq rejects too, or none of its lines matches the connection.",
                    "chmod 600, or add the line shown."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3077",
                    "A sandbox has both an image and a version",
                    "image: starts a container, major: uses the Postgres binaries of this machine.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3078",
                    "A container image name is invalid",
                    "An image is written NAME:TAG, all in lower case.",
                    "Write it as postgres:18 or registry.example.com/team/postgres:18-alpine."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3079",
                    "A programs folder does not exist",
                    "programs: is a folder put first in the PATH of shell steps, relative to the environment's folder.",
                    "Correct the path."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3080",
                    "A connection URL is invalid",
                    "The value of the environment variable in url_env is not a usable URL. It is not shown, because it may contain "
                        + "a password.",
                    "Correct it as the message says, for example by percent-encoding the password."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
