using System.CommandLine;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Rehearsal;

namespace PlanRunner.Runner.Commands;

/// <summary>The application of a rehearsal; started by it, and not for people.</summary>
internal static class WorkloadCommand
{
    public const string Name = "workload";
    private static readonly Argument<string> Sandbox = new("SANDBOX");

    public static Command Build()
    {
        var command = new Command(Name, "The application of a rehearsal") { Sandbox };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await WorkloadRunner.RunAsync(parsed.GetRequiredValue(Sandbox), cancellationToken);
            }
            catch (RehearsalException exception)
            {
                new CommandInput(parsed).Output.Error(exception.Message);
                return ExitCodes.StepFailed;
            }
        });
        return command;
    }
}
