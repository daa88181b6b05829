using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Operations;

/// <summary>Runs what is not done and resumes what was interrupted. What the command does, and a rehearsal of it.</summary>
internal sealed class ApplyOperation(OperationInput input)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
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
            return await new ApplyStart(input, loaded, asked, new RunSession(input, loaded, hold)).RunAsync(cancellationToken);
        }
    }
}
