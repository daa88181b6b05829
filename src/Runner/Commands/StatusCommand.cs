using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>
/// What is done, by whom and when; what is next; what is open. Reads the state, and the markers in databases that have them.
/// </summary>
internal static class StatusCommand
{
    private static readonly Option<string?> Step = new("--step")
    {
        Description = "One step: its status, why, and what its program printed",
        HelpName = "STEP",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("status", "What is done, by whom and when; what is next; what is open")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.OutputFormat,
            Step,
        };
        command.SetAction(
            (parsed, token) =>
            {
                var input = new CommandInput(parsed, parts);
                return new StatusOperation(input, parsed.GetValue(Step), input.Json).RunAsync(token);
            }
        );
        return command;
    }
}
