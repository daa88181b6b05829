using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Operations;

/// <summary>Shows the change set that an apply would carry out. Takes no lock, creates no file, changes no database.</summary>
internal sealed class DryRunOperation(OperationInput input, DryRunOptions options)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: !options.Offline, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var asked = input.Question(GatedCommand.DryRun, loaded) with { Offline = options.Offline };
        if ((GateList.First(GateMoment.Loaded, asked) ?? DryRunLook.WrongTarget(input, loaded)) is { } mistake)
            return input.Output.Refuse(mistake);
        if (options.Look(input, loaded) is not { } look)
            return ExitCodes.Invalid;
        var reading = loaded.LookAtState(input.Arguments);
        if (GateList.First(GateMoment.StateRead, asked with { Reading = reading }) is { } damaged)
            return input.Output.Refuse(damaged);
        if (reading.Torn)
            input.Output.Error("note: the last line of the state is incomplete, because its write was interrupted; it is ignored");
        var (differences, unread) =
            options.Offline || StateLock.HeldBy(loaded.StatePath) is not null
                ? ([], null)
                : await MarkerLook.PutRightAsync(loaded, reading.Snapshot, input.Time, cancellationToken);
        if (unread is not null)
            return input.Output.Refuse(unread);
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        asked = asked with { Changes = changes, Markers = differences };
        var stopped =
            await new DryRunLook(input, loaded, look).ShowAsync(changes, cancellationToken) ?? GateList.First(GateMoment.Shown, asked);
        if (stopped is not null)
            return input.Output.Refuse(stopped);
        TellHow(asked);
        return options.DetailedExitCode && !changes.NothingToDo ? ExitCodes.ChangesFound : ExitCodes.Done;
    }

    private void TellHow(GateQuestion asked)
    {
        var otherValues = GivenVariables.Warning(asked.Plan, asked.Now.State, asked.Given);
        if (otherValues is not null)
            input.Output.Tell(otherValues);
        if (asked.Now.Undecided.Any())
            input.Output.Advise(
                otherValues is null ? new Undecided(input.Arguments).First(asked.Now) : new Advice(null, $"{asked.Typed.Whole} --same-vars")
            );
        else if (!asked.Now.NothingToDo)
            input.Output.Progress(DryRunLook.HowToApply(input, asked));
    }
}
