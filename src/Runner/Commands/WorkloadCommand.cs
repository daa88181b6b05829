using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;

namespace PlanRunner.Runner.Commands;

/// <summary>The application of a rehearsal; started by it, and not for people.</summary>
internal static class WorkloadCommand
{
    private static readonly Argument<string> Sandbox = new("SANDBOX");

    public static Command Build(RunnerParts parts)
    {
        var command = new Command(RehearseOperation.WorkloadCommand, "The application of a rehearsal") { Sandbox };
        command.Hidden = true;
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var output = new CommandInput(parsed, parts).Output;
                try
                {
                    parts.RunBegins();
                    return await WorkloadRunner.RunAsync(parsed.GetRequiredValue(Sandbox), text => output.Error(text), cancellationToken);
                }
                catch (RehearsalException exception)
                {
                    foreach (var diagnostic in exception.Diagnostics)
                        output.Print(diagnostic);
                    return ExitCodes.StepFailed;
                }
            }
        );
        return command;
    }
}
