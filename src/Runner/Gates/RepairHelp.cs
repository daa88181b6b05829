using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>What a diagnostic of the state says to type, with the plan and the environment that were typed.</summary>
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
