namespace PlanRunner.Source.Messages;

/// <summary>PR390 and PR399: the command line.</summary>
internal static class CommandLineMessages
{
    public static MessageFamily Family { get; } =
        new(
            "The command line",
            [
                new(
                    "PR3901",
                    "--var is not of the form name=value",
                    "It gives one variable a value for this command.",
                    "Write --var name=value."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3902",
                    "No environment is named",
                    "The command works on one environment, and neither --env nor PLANRUNNER_ENV names it.",
                    "Add --env with the name of one."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3903",
                    "The command line is not understood",
                    "A command, an option or an argument is unknown, missing or given twice.",
                    "planrunner COMMAND --help lists what the command takes."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3904",
                    "The plan has no step of that path",
                    "A step is named by its path: the ids of its groups and its own, joined with /.",
                    "Correct the path; planrunner status lists all."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3905",
                    "A run would end inside a guarded group",
                    "--until of an apply, or --to of an undo, names a step inside a group that is done or taken back as a whole.",
                    "Name a step before or after the group, or the group."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3906",
                    "There is no schema of that name",
                    "planrunner schema prints the schemas that are built in.",
                    "planrunner schema lists the names."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3907",
                    "render needs either a plan or a template",
                    "It renders the steps of a plan, or one template by itself.",
                    "Type planrunner render PLAN --env E, or planrunner render --template FILE."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3908",
                    "A decision is about one step, not a group",
                    "approve, resolve and accept settle single steps.",
                    "Name a step inside the group."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3909",
                    "compare is given one environment twice",
                    "--env and --with name the same environment.",
                    "Name another one with --with."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3990",
                    "There is no such page of the documentation",
                    "The pages are built in, and one is printed as a whole, or one section of it as PAGE#SECTION.",
                    "Correct the name; all pages are listed where none is named."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3991",
                    "There is no built-in template of that name",
                    "planrunner templates show prints the templates that are built in.",
                    "planrunner templates list lists them."
                )
                {
                    ExitCode = 3,
                },
                new(
                    "PR3992",
                    "There is no message of that id",
                    "planrunner explain tells what the ids of messages stand for, such as PR1001.",
                    "Correct the id; planrunner explain --list lists all."
                )
                {
                    ExitCode = 3,
                },
            ]
        );
}
