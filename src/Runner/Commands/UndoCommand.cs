using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>Undoes done steps in reverse order, each with the undo that the plan has today.</summary>
internal static class UndoCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Show what would be undone, as dry-run shows what would run; changes nothing",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("undo", "Undo steps that are done, in reverse order")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.LockTimeout,
            CommonOptions.Yes,
            CommonOptions.Confirm,
            CommonOptions.Approved,
            CommonOptions.To,
            CommonOptions.Past,
            DryRun,
            CommonOptions.ReviewFormat,
            CommonOptions.Out,
        };
        command.SetAction(
            (parsed, token) =>
            {
                var input = new CommandInput(parsed, parts);
                return parsed.GetValue(DryRun) ? new UndoDryRunOperation(input).RunAsync(token) : new UndoOperation(input).RunAsync(token);
            }
        );
        return command;
    }
}
