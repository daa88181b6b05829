using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>Runs what is not done and resumes what was interrupted.</summary>
internal static class ApplyCommand
{
    public static Command Build(RunnerParts parts)
    {
        var command = new Command("apply", "Run what is not done, resume what was interrupted")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.LockTimeout,
            CommonOptions.Yes,
            CommonOptions.Confirm,
            CommonOptions.Until,
            CommonOptions.ExpectFingerprint,
            CommonOptions.Approved,
            CommonOptions.FirstRun,
        };
        command.SetAction((parsed, token) => new ApplyOperation(new CommandInput(parsed, parts)).RunAsync(token));
        return command;
    }
}
