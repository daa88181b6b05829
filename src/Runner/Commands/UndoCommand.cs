using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>Takes done steps back in reverse, each with the undo that the plan has today.</summary>
internal static class UndoCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Show what would be taken back, as dry-run shows what would run; writes nothing anywhere",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("undo", "Take done steps back, in reverse")
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
