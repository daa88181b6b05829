using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Source;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>From what a person asked to a rehearsal, or to the end of a sandbox.</summary>
internal sealed class RehearseOperation(OperationInput input, RehearsalChoices choices)
{
    /// <summary>The hidden command that is the application of a rehearsal.</summary>
    public const string WorkloadCommand = "workload";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return choices.Remove ? await RemoveAsync() : await RehearseAsync(cancellationToken);
        }
        catch (RehearsalException exception)
        {
            foreach (var diagnostic in exception.Diagnostics)
                input.Output.Print(diagnostic);
            return ExitCodes.StepFailed;
        }
    }

    private async Task<int> RemoveAsync()
    {
        input.Parts.RunBegins();
        if (choices.Folder is not { } folder)
        {
            const string Help = "name the folder that the rehearsal printed: --sandbox FOLDER --remove";
            return input.Output.Refuse(Refusal.Of(ExitCodes.Invalid, "PR7004", "--remove needs the sandbox to remove", Help));
        }

        await RehearsalRunner.RemoveAsync(folder);
        input.Output.Result($"Removed: {Path.GetFullPath(folder)}");
        return ExitCodes.Done;
    }

    private async Task<int> RehearseAsync(CancellationToken cancellationToken)
    {
        var diagnostics = new Diagnostics();
        var variables = input.Variables(diagnostics);
        var plan = PlanLoader.Load(input.PlanPath, diagnostics, input.Kinds);
        var asked = new EnvironmentRequest(variables, ReadSecrets: true, input.Parts.Variable) { Stop = cancellationToken };
        var environment = plan is null ? null : EnvironmentLoader.Load(plan, input.EnvironmentPath!, asked, diagnostics);
        if (input.Report(diagnostics) || plan is null || environment is null)
            return ExitCodes.Invalid;
        input.Parts.RunBegins();
        if (await AskAsync(plan, cancellationToken) is { } refused)
            return input.Output.Refuse(refused);
        return await new RehearsalRunner(Request(plan, environment, variables), input.Time).RunAsync(cancellationToken);
    }

    // Null where it may start.
    private async Task<Refusal?> AskAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (input.Request.Yes || choices.SetupOnly)
            return null;
        if (input.Output.Asker is { } ask)
            return await ask($"Rehearse {plan.Name} on throwaway clusters on this machine?", cancellationToken)
                ? null
                : new Refusal(ExitCodes.PersonNeeded);
        return Consent.UnaskedRehearsal(plan.Name, input.Again);
    }

    private RehearsalRequest Request(Plan plan, PlanEnvironment environment, IReadOnlyDictionary<string, string> variables) =>
        new()
        {
            Plan = plan,
            Environment = environment,
            Variables = variables,
            PlanArgument = input.Request.Plan,
            EnvironmentOptions = input.Rehearsed.Options,
            ApplyAsync = new RehearsedApply(input).RunAsync,
            EvidenceFile = choices.EvidenceFile,
            WorkloadCommand = input.Parts.Program is { Count: > 0 } program
                ? [.. program, WorkloadCommand]
                : throw new RehearsalException("the path of this program is not known"),
            Folder = choices.Folder,
            Containers = choices.Containers,
            Keep = choices.Keep,
            Discard = choices.Discard,
            Asked = input.Output.Asker is not null,
            SetupOnly = choices.SetupOnly,
            Partial = input.Request.Until is not null,
            StepsTold = !input.Output.Quiet,
            Tell = text => input.Output.Progress(text),
            TellAlways = text => input.Output.Error(text),
            Print = input.Output.Result,
        };
}
