namespace PlanRunner.Source.Messages;

/// <summary>PR390 and PR399: the command line.</summary>
internal static class CommandLineMessages
{
    public static MessageFamily Family { get; } =
        new(
            "The command line",
            [
                new("PR3901", "--var is not of the form name=value", "--var sets one variable for this command.", "Write --var name=value.")
                {
                    ExitCode = 3,
                },
                new(
                    "PR3902",
                    "No environment given",
                    "The command works on one environment, and neither --env nor PLANRUNNER_ENV is set.",
                    "Add --env NAME."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3903",
                    "Invalid command line",
                    "A command, option or argument is unknown, missing or repeated.",
                    "Run planrunner COMMAND --help for the usage."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3904",
                    "The plan has no step with that path",
                    "A step's path is the ids of its groups and its own id, joined with /.",
                    "Correct the path; planrunner status lists all of them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3905",
                    "A run would stop inside a guarded group",
                    "--until (apply) or --to (undo) names a step inside a guarded group, and a guarded group is applied or undone "
                        + "as a whole.",
                    "Name the group, or a step before or after it."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3906",
                    "There is no schema with that name",
                    "planrunner schema prints the schemas that are built in.",
                    "planrunner schema lists the names."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3907",
                    "render needs either a plan or a template",
                    "It renders the steps of a plan, or a single template file.",
                    "Run planrunner render PLAN --env E, or planrunner render --template FILE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3908",
                    "A decision applies to one step, not to a group",
                    "approve, resolve and accept each take a single step.",
                    "Name a step inside the group."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3909",
                    "compare was given the same environment twice",
                    "--env and --with name the same environment.",
                    "Name a different one with --with."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3990",
                    "There is no such documentation page",
                    "The pages are built in. One is printed in full, or one section of it as PAGE#SECTION.",
                    "Correct the name; without a name, the command lists the pages."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3991",
                    "There is no built-in template with that name",
                    "planrunner templates show prints the templates that are built in.",
                    "planrunner templates list lists them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3992",
                    "There is no message with that id",
                    "planrunner explain describes a message by its id, such as PR1001.",
                    "Correct the id; planrunner explain --list lists all."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
