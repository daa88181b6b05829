using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;

namespace PlanRunner.Runner.Operations;

/// <summary>Shows what an undo would undo, with what would block it then.</summary>
internal sealed class UndoDryRunOperation(OperationInput input)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var asked = input.Question(GatedCommand.UndoDryRun, loaded);
        if (GateList.First(GateMoment.Loaded, asked) is { } mistake)
            return input.Output.Refuse(mistake);
        var reading = loaded.LookAtState(input.Arguments);
        if (GateList.First(GateMoment.StateRead, asked with { Reading = reading }) is { } damaged)
            return input.Output.Refuse(damaged);
        var (differences, unread) = await MarkerLook.PutRightAsync(loaded, reading.Snapshot, input.Time, cancellationToken);
        if (unread is not null)
            return input.Output.Refuse(unread);
        asked = asked.ForUndo(ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow())) with
        {
            Markers = differences,
        };
        if (GateList.First(GateMoment.Decided, asked) is { } refusal)
            return input.Output.Refuse(refusal);
        if (asked.Undo!.Steps.Count == 0 && differences.Count == 0)
            return UndoOperation.Nothing(input);
        var options = new LookOptions($"planrunner undo {input.Arguments} --dry-run") { Full = true };
        var stopped =
            await new DryRunLook(input, loaded, options).ShowAsync(asked.Target, cancellationToken)
            ?? GateList.First(GateMoment.Shown, asked);
        if (stopped is not null)
            return input.Output.Refuse(stopped);
        var to = asked.Typed.To is { } last ? $" --to {CommandArguments.Quoted(last)}" : "";
        input.Output.Progress(DryRunLook.HowTo("undo", input, $"planrunner undo {input.Arguments}{to}"));
        return ExitCodes.Done;
    }
}
