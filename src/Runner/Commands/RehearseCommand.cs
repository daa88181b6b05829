using System.CommandLine;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>Runs the whole plan on throw-away clusters under load, and proves that nothing was lost.</summary>
internal static class RehearseCommand
{
    private const string UsualEnvironment = "rehearsal";

    /// <param name="parts">The console and the clock.</param>
    /// <param name="applyAsync">Runs a command line of this program, and tells somebody of each line of its journal.</param>
    public static Command Build(RunnerParts parts, Func<string[], Action<StateEvent>?, CancellationToken, Task<int>> applyAsync)
    {
        var command = new Command("rehearse", "Run the whole plan on throw-away clusters under load, and prove that nothing was lost")
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
            (parsed, cancellationToken) =>
                RunAsync(new CommandInput(parsed, parts, usualEnvironment: UsualEnvironment), applyAsync, cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        CommandInput input,
        Func<string[], Action<StateEvent>?, CancellationToken, Task<int>> applyAsync,
        CancellationToken cancellationToken
    )
    {
        if (input.Parsed.GetValue(RehearsalOptions.Remove))
        {
            StopSignals.RunBegins();
            return await RemoveAsync(input);
        }

        var diagnostics = new Diagnostics();
        var variables = input.Variables(diagnostics);
        var plan = PlanLoader.Load(input.PlanPath, diagnostics, input.Kinds);
        var environment = plan is null
            ? null
            : EnvironmentLoader.Load(
                plan,
                input.Environment!,
                new EnvironmentRequest(variables, ReadSecrets: true, ProcessVariables.Get) { Stop = cancellationToken },
                diagnostics
            );
        if (input.Report(diagnostics) || plan is null || environment is null)
            return ExitCodes.Invalid;
        StopSignals.RunBegins();
        if (await RefuseAsync(input, plan, cancellationToken) is { } refused)
            return input.Output.Refuse(refused);

        var request = RehearsalOptions.Request(input, plan, environment, variables, applyAsync);
        try
        {
            return await new RehearsalRunner(request, input.Time).RunAsync(cancellationToken);
        }
        catch (RehearsalException exception)
        {
            return Failed(input, exception);
        }
    }

    private static async Task<int> RemoveAsync(CommandInput input)
    {
        if (input.Parsed.GetValue(RehearsalOptions.Folder) is not { } folder)
        {
            return input.Output.Refuse(
                Refusal.Of(
                    ExitCodes.Invalid,
                    "PR7004",
                    "--remove needs the sandbox to remove",
                    "name the folder that the rehearsal told: --sandbox FOLDER --remove"
                )
            );
        }

        try
        {
            await RehearsalRunner.RemoveAsync(folder);
            input.Output.Result($"Removed: {Path.GetFullPath(folder)}");
            return ExitCodes.Done;
        }
        catch (RehearsalException exception)
        {
            return Failed(input, exception);
        }
    }

    private static int Failed(CommandInput input, RehearsalException exception)
    {
        foreach (var diagnostic in exception.Diagnostics)
            input.Output.Print(diagnostic);
        return ExitCodes.StepFailed;
    }

    // Null where it may start.
    private static async Task<Refusal?> RefuseAsync(CommandInput input, Plan plan, CancellationToken cancellationToken)
    {
        if (input.Parsed.GetValue(CommonOptions.Yes) || input.Parsed.GetValue(RehearsalOptions.SetupOnly))
            return null;
        if (input.Output.Asker is { } ask)
            return await ask($"Rehearse {plan.Name} on throw-away clusters on this machine?", cancellationToken)
                ? null
                : new Refusal(ExitCodes.PersonNeeded);
        return Consent.UnaskedRehearsal(plan.Name, input.Again);
    }
}
