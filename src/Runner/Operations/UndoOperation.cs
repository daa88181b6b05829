using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;

namespace PlanRunner.Runner.Operations;

/// <summary>Undoes done steps in reverse order, each with the undo that the plan has today.</summary>
internal sealed class UndoOperation(OperationInput input)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var asked = input.Question(GatedCommand.Undo, loaded);
        if (GateList.First(GateMoment.Loaded, asked) is { } mistake)
            return input.Output.Refuse(mistake);
        if (input.Request.Out is not null)
            return input.Output.Refuse(Refusal.Of(ExitCodes.Invalid, "PR5086", "--out saves what --dry-run shows", asked.Typed.Look));
        var (hold, locked) = await StateHold.TakeAsync(input, loaded, "undo", cancellationToken);
        if (hold is null)
            return input.Output.Refuse(locked!);
        using (hold)
        {
            asked = asked.ForUndo(ChangePlanner.Decide(loaded.Rendered, hold.Reading.Snapshot, input.Time.GetUtcNow())) with
            {
                Reading = hold.Reading,
            };
            if ((GateList.First(GateMoment.StateRead, asked) ?? GateList.First(GateMoment.Decided, asked)) is { } refusal)
                return input.Output.Refuse(refusal);
            if (asked.Undo!.Steps is not { Count: > 0 } chosen)
                return Nothing(input);
            foreach (var note in asked.Typed.Approved is null ? [] : ApprovalGate.Uncovered(asked.Target))
                input.Output.Progress(note);
            input.Output.Result(UndoText.Of(chosen, asked.Now));
            return !Consent.IsGiven(asked) && await input.AskAsync(asked, cancellationToken) is { } declined
                ? input.Output.Refuse(declined)
                : await new RunSession(input, loaded, hold).RunAsync(RunWork.Undo(asked.Now, chosen), cancellationToken);
        }
    }

    public static int Nothing(OperationInput input)
    {
        input.Output.Result("Nothing to undo.");
        return ExitCodes.Done;
    }
}
