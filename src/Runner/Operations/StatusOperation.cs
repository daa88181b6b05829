using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Operations;

/// <summary>
/// What is done, by whom and when; what is next; what is open. Reads the state, and the markers in databases that have them.
/// </summary>
/// <param name="input">The plan, and where the output goes.</param>
/// <param name="step">One step only, as it was typed; null for the whole plan.</param>
/// <param name="json">As JSON.</param>
internal sealed class StatusOperation(OperationInput input, string? step, bool json)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var reading = loaded.LookAtState(input.Arguments);
        if (StateGates.Whole(reading, input.Arguments) is { } damaged)
            return input.Output.Refuse(damaged);
        var holder = StateLock.HeldBy(loaded.StatePath);
        // Only where there are markers a secret is needed for looking.
        var told =
            holder is null && loaded.HasMarkers && LoadedPlan.Load(input, readSecrets: true, cancellationToken) is { } open
                ? await MarkersAsync(open, reading.Snapshot, cancellationToken)
                : null;
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        if (step is not null)
            return One(loaded, changes, step, holder is not null);
        input.Output.Result(json ? StatusJson.Of(changes, holder) : new StatusReport(changes, loaded.StatePath, holder).Write());
        var otherValues = GivenVariables.Warning(loaded.Rendered, reading.Snapshot, loaded.Given);
        if (otherValues is not null)
            input.Output.Tell(otherValues);
        else if (holder is null && changes.Undecided.Any())
            TellUndecided(changes);
        TellMarkers(told);
        return ExitCodes.Done;
    }

    // Null if they cannot be read, which is reported and no reason to show nothing.
    private async Task<IReadOnlyList<Diagnostic>?> MarkersAsync(LoadedPlan loaded, StateSnapshot state, CancellationToken cancellationToken)
    {
        var (differences, unread) = await MarkerLook.PutRightAsync(loaded, state, input.Time, cancellationToken);
        if (unread is null)
            return differences;
        input.Output.Refuse(unread);
        return null;
    }

    private void TellMarkers(IReadOnlyList<Diagnostic>? told)
    {
        foreach (var difference in told ?? [])
            input.Output.Tell(difference);
        if (told is { Count: 0 })
            input.Output.Progress("The markers in the database say the same.");
        else if (told is not null)
            input.Output.Advise(
                new Advice(
                    $"shown as it will be once the next apply has corrected the state from the markers: planrunner apply {input.Arguments}",
                    null
                )
            );
    }

    private void TellUndecided(ChangeSet changes)
    {
        // It shows both answers, and the command for each.
        if (changes.Renamed.Any())
            input.Output.Advise(new Advice(null, $"planrunner dry-run {input.Arguments}"));
        else
            input.Output.Advise(new Undecided(input.Arguments).First(changes));
    }

    private int One(LoadedPlan loaded, ChangeSet changes, string wanted, bool running)
    {
        var meant = changes.Leaves.Where(c => StepArgument.Means(wanted, c.Step)).ToList();
        if (meant.Count == 0)
            return input.Output.Refuse(StepArgument.Unknown(loaded.Rendered, wanted));
        var reports = meant.ConvertAll(change => (Change: change, File: KeptOutput.PathFor(loaded.StatePath, change.Path, undo: false)));
        input.Output.Result(
            !json
                ? string.Join('\n', reports.Select(one => new StepReport(one.Change, running, one.File).Write()))
                : PrintedJson.Of(changes, reports, running)
        );
        if (!running && meant.Find(change => change.IsUndecided) is { RanUnder: null } undecided)
            input.Output.Advise(new Undecided(input.Arguments).Of(changes, undecided));
        return ExitCodes.Done;
    }
}
