using System.CommandLine;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>Runs the whole plan on throw-away clusters under load, and proves that nothing was lost.</summary>
internal static class RehearseCommand
{
    private const string UsualEnvironment = "rehearsal";
    private static readonly Option<string?> Folder = new("--sandbox") { Description = "Go on in this sandbox, or make it in this folder" };
    private static readonly Option<bool> Keep = new("--keep") { Description = "Leave the sandbox running, and say how to go on" };
    private static readonly Option<bool> Discard = new("--discard") { Description = "Remove the sandbox also when the rehearsal fails, which leaves it otherwise, with its servers stopped" };
    private static readonly Option<bool> Containers = new("--containers") { Description = "Run the servers in containers of the official images, also where the sandboxes name majors; needs a Docker engine and no Postgres" };
    private static readonly Option<bool> Remove = new("--remove") { Description = "Only stop the servers of the sandbox that --sandbox names, and remove it" };
    private static readonly Option<bool> SetupOnly = new("--setup-only") { Description = "Only start and fill the sandbox, and say how to go on" };

    private static readonly Option<string?> EvidenceFile = new("--evidence") { Description = "Measure every step (locks, rows, WAL, time) and write it into this file, for dry-run --evidence" };

    /// <param name="parts">The console and the clock.</param>
    /// <param name="applyAsync">Runs a command line of this program, and tells somebody of each line of its journal.</param>
    public static Command Build(RunnerParts parts, Func<string[], Action<StateEvent>?, CancellationToken, Task<int>> applyAsync)
    {
        var command = new Command("rehearse", "Run the whole plan on throw-away clusters under load, and prove that nothing was lost")
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.Yes, CommonOptions.Until, Containers, Keep, Discard, SetupOnly, Folder, Remove, EvidenceFile,
        };
        NoEffect.With(command, EvidenceFile, SetupOnly);
        NoEffect.With(command, CommonOptions.Until, SetupOnly);
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed, parts, usualEnvironment: UsualEnvironment), applyAsync, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, Func<string[], Action<StateEvent>?, CancellationToken, Task<int>> applyAsync, CancellationToken cancellationToken)
    {
        if (input.Parsed.GetValue(Remove))
        {
            StopSignals.RunBegins();
            return await RemoveAsync(input);
        }

        var diagnostics = new Diagnostics();
        var variables = input.Variables(diagnostics);
        var plan = PlanLoader.Load(input.PlanPath, diagnostics);
        var environment = plan is null ? null : EnvironmentLoader.Load(plan, input.Environment!, new EnvironmentRequest(variables, ReadSecrets: true, ProcessVariables.Get) { Stop = cancellationToken }, diagnostics);
        if (input.Report(diagnostics) || plan is null || environment is null)
            return ExitCodes.Invalid;
        StopSignals.RunBegins();
        if (await RefuseAsync(input, plan, cancellationToken) is { } refused)
            return input.Output.Refuse(refused);

        var planArgument = input.Parsed.GetRequiredValue(CommonOptions.Plan);
        var until = input.Parsed.GetValue(CommonOptions.Until);
        var request = new RehearsalRequest
        {
            Plan = plan,
            Environment = environment,
            Variables = variables,
            PlanArgument = planArgument,
            EnvironmentOptions = input.Rehearsed.Options,
            ApplyAsync = (environmentFile, stateFile, watch, token) => applyAsync(Apply(input, planArgument, environmentFile, stateFile, until), watch, token),
            EvidenceFile = input.Parsed.GetValue(EvidenceFile),
            WorkloadCommand = RehearsalRunner.OwnCommand(WorkloadCommand.Name),
            Folder = input.Parsed.GetValue(Folder),
            Containers = input.Parsed.GetValue(Containers),
            Keep = input.Parsed.GetValue(Keep),
            Discard = input.Parsed.GetValue(Discard),
            Asked = input.Output.Asker is not null,
            SetupOnly = input.Parsed.GetValue(SetupOnly),
            Partial = until is not null,
            StepsTold = !input.Output.Quiet,
            Tell = text => input.Output.Progress(text),
            TellAlways = text => input.Output.Error(text),
            Print = input.Output.Result,
        };
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
        if (input.Parsed.GetValue(Folder) is not { } folder)
        {
            return input.Output.Refuse(Refusal.Of(
                ExitCodes.Invalid, "PR7004", "--remove needs the sandbox to remove", "name the folder that the rehearsal told: --sandbox FOLDER --remove"));
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
        if (input.Parsed.GetValue(CommonOptions.Yes) || input.Parsed.GetValue(SetupOnly))
            return null;
        if (input.Output.Asker is { } ask)
            return await ask($"Rehearse {plan.Name} on throw-away clusters on this machine?", cancellationToken) ? null : new Refusal(ExitCodes.PersonNeeded);
        return Consent.UnaskedRehearsal(plan.Name, input.Again);
    }

    private static string[] Apply(CommandInput input, string plan, string environmentFile, string stateFile, string? until)
    {
        var words = new List<string> { "apply", plan, "--env", environmentFile, "--state", stateFile, "--yes", ApplyCommand.RehearsalOption };
        // A sandbox that is gone on with was given what its last apply was given.
        words.Add("--same-vars");
        foreach (var variable in input.Parsed.GetValue(CommonOptions.Variables) ?? [])
            words.AddRange(["--var", variable]);
        if (until is not null)
            words.AddRange(["--until", until]);
        if (input.Output.Quiet)
            words.Add("--quiet");
        if (input.Output.Verbose)
            words.Add("--verbose");
        if (input.Parsed.GetValue(CommonOptions.NoColour))
            words.Add("--no-color");
        return [.. words];
    }
}
