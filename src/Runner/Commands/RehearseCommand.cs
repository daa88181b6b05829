using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Rehearsal;

namespace PlanRunner.Runner.Commands;

/// <summary>Runs the whole plan on throwaway clusters under load, and proves that nothing was lost.</summary>
internal static class RehearseCommand
{
    private const string UsualEnvironment = "rehearsal";

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("rehearse", "Run the whole plan on throwaway clusters under load, and prove that nothing was lost")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.Yes,
            CommonOptions.Until,
            RehearsalOptions.Containers,
            RehearsalOptions.Keep,
            RehearsalOptions.Discard,
            RehearsalOptions.SetupOnly,
            RehearsalOptions.Folder,
            RehearsalOptions.Remove,
            RehearsalOptions.EvidenceFile,
        };
        NoEffect.With(command, RehearsalOptions.EvidenceFile, RehearsalOptions.SetupOnly);
        NoEffect.With(command, CommonOptions.Until, RehearsalOptions.SetupOnly);
        command.SetAction(
            (parsed, token) =>
            {
                var input = new CommandInput(parsed, parts, usualEnvironment: UsualEnvironment);
                return new RehearseOperation(input, RehearsalOptions.Read(input)).RunAsync(token);
            }
        );
        return command;
    }
}
