using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Commands.State;

/// <summary>The state file itself: archive it, bind it to other servers, check it, keep what is whole of a damaged one.</summary>
internal static class StateCommand
{
    public static Command Build(RunnerParts parts) =>
        new("state", "Archive, rebind, verify or repair a state file, or move a renamed step in it")
        {
            Build(
                parts,
                "new",
                "Archive the state and begin a new lineage: the plan counts as never run",
                StateNew.RunAsync,
                reason: false
            ),
            Build(parts, "rebind", "Accept that a connection now leads to another server or address", StateRebind.RunAsync, reason: true),
            StateMoveCommand.Build(parts),
            Build(parts, "verify", "Check every line of the state", StateVerify.RunAsync, reason: false),
            Build(
                parts,
                "repair",
                "Keep the complete lines of a damaged state; the damaged file is archived beside it",
                StateRepair.RunAsync,
                reason: false
            ),
        };

    private static Command Build(
        RunnerParts parts,
        string name,
        string description,
        Func<CommandInput, LoadedPlan, CancellationToken, Task<int>> run,
        bool reason
    )
    {
        var command = new Command(name, description)
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.LockTimeout,
        };
        if (reason)
            command.Options.Add(CommonOptions.Reason);
        if (name == "new")
            command.Options.Add(StateNew.WindowClosed);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var input = new CommandInput(parsed, parts);
                if (LoadedPlan.Load(input, readSecrets: name == "rebind", cancellationToken) is not { } loaded)
                    return ExitCodes.Invalid;
                return name == "rebind" && SandboxGate.Ask(input.Question(GatedCommand.Apply, loaded)) is { } noServers
                    ? input.Output.Refuse(noServers)
                    : await run(input, loaded, cancellationToken);
            }
        );
        return command;
    }
}
