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
                    "An environment is not there",
                    "A name stands for a file in environments/ beside the plan.",
                    "Correct the name, or write that file."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3061",
                    "An environment's file has another name than it says",
                    "The name in the file and the name of the file differ, and the state is kept under one of them.",
                    "Make both the same."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3062",
                    "A secret or a connection's URL cannot be read",
                    "The environment variable is not set, the file is empty, or the command gave nothing.",
                    "Set the variable, or mend the file or the command, before the run."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3063",
                    "A secret is not in the environment",
                    "The plan or a connection uses the secret, and the environment does not say where it comes from.",
                    "Add it under secrets:. Give its name, never its value."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3064",
                    "A secret of the environment is not used",
                    "Neither the plan nor a connection names it: mostly one of the two names is misspelt.",
                    "Correct the name, remove it, or declare it in the plan."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3065",
                    "A secret does not have exactly one source",
                    "A secret comes from one of env, file and command; generated is for sandboxes only.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3066",
                    "A connection is missing in the environment",
                    "The plan declares it, and the environment does not say which server it is.",
                    "Add it under connections:."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3067",
                    "A connection of the environment is not in the plan",
                    "No step could use it: mostly one of the two names is misspelt.",
                    "Correct the name, or remove it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3068",
                    "An environment names a step that is not there or of another kind",
                    "manual: answers manual steps of the plan, and moves_on names a step by its path.",
                    "Correct the path; planrunner status lists all."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3069",
                    "A connection is described twice or not completely",
                    "A connection is given by host, database and username, by url_env, or by a sandbox, not by two of them.",
                    "Remove or add what the message names."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3070",
                    "A file of a connection is not there",
                    "Root certificates and files in parameters: are looked for relative to the environment's folder.",
                    "Correct the path, or put the file there."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3071",
                    "A key is only for rehearsals",
                    "It has a use only where a connection is a sandbox.",
                    "Remove it, or give the connections sandbox:."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3072",
                    "A file of a sandbox is not beside the plan",
                    "The workload and the files that set a sandbox up are named from the plan's folder.",
                    "Correct the path."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3073",
                    "A variable is not declared",
                    "The environment or --var gives a value to a variable that the plan does not have.",
                    "Correct its name, declare it in the plan, or leave it out."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3074",
                    "A variable has no value",
                    "It has no default in the plan, and neither the environment nor --var gives one.",
                    "Add it under variables: of the environment, or with --var."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3075",
                    "Variables need each other",
                    "The value of each is made from the next, in a circle.",
                    "Give one of them a value without the others."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3076",
                    "A password file gives no password",
                    "Others may read the file, which libpq refuses too, or none of its lines fits the connection.",
                    "chmod 600, or add the line that the message shows."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3077",
                    "A sandbox has an image and a version",
                    "image: makes a container, major: takes the Postgres of this machine.",
                    "Keep one of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3078",
                    "A container image has no valid name",
                    "An image is named NAME:TAG, all in lower case.",
                    "Write it as postgres:18 or registry.example.com/team/postgres:18-alpine."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3079",
                    "A folder of programs is not there",
                    "programs: is a folder that comes first in the PATH of shell steps, relative to the environment's folder.",
                    "Correct the path."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3080",
                    "A connection's URL is not valid",
                    "What the environment variable of url_env holds is no URL that can be used. It is not shown, as it may hold a password.",
                    "Correct it as the message says, such as by percent-encoding a password."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
