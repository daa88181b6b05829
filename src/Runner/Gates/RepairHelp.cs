using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>The command that a diagnostic of the state suggests, with the plan and environment as given.</summary>
internal static class RepairHelp
{
    private static readonly string[] Commands = ["planrunner state repair", "planrunner state new"];

    public static Diagnostic Typed(Diagnostic told, CommandArguments arguments) =>
        told with
        {
            Help = Commands.Aggregate(
                told.Help,
                (help, command) => help?.Replace(command, $"{command} {arguments}", StringComparison.Ordinal)
            ),
        };
}
