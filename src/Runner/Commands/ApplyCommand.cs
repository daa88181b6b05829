using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>Runs what is not done and resumes what was cut off.</summary>
internal static class ApplyCommand
{
    /// <summary>Given by a rehearsal, which tells itself how to go on.</summary>
    public const string RehearsalOption = "--in-rehearsal";

    public static readonly Option<bool> InRehearsal = new(RehearsalOption) { Hidden = true };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("apply", "Run what is not done, resume what was cut off")
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
            InRehearsal,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed, parts), parts, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, RunnerParts parts, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var asked = input.Question(GatedCommand.Apply, loaded);
        if (GateList.First(GateMoment.Loaded, asked) is { } mistake)
            return input.Output.Refuse(mistake);
        var (hold, locked) = await StateHold.TakeAsync(input, loaded, "apply", cancellationToken);
        if (hold is null)
            return input.Output.Refuse(locked!);
        using (hold)
        {
            asked = asked with { Reading = hold.Reading };
            if (GateList.First(GateMoment.StateRead, asked) is { } state)
                return input.Output.Refuse(state);
            asked = asked with { Changes = ChangePlanner.Decide(loaded.Rendered, hold.Reading.Snapshot, input.Time.GetUtcNow()) };
            return await new ApplyStart(input, loaded, asked, new RunSession(input, loaded, hold, parts)).RunAsync(cancellationToken);
        }
    }
}
