using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>Takes done steps back in reverse, each with the undo that the plan has today.</summary>
internal static class UndoCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Show what would be taken back, as dry-run shows what would run; writes nothing anywhere",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("undo", "Take done steps back, in reverse")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.LockTimeout,
            CommonOptions.Yes,
            CommonOptions.Confirm,
            CommonOptions.Approved,
            CommonOptions.To,
            CommonOptions.Past,
            DryRun,
            CommonOptions.ReviewFormat,
            DryRunLook.Out,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var input = new CommandInput(parsed, parts);
                return parsed.GetValue(DryRun) ? UndoDryRun.RunAsync(input, cancellationToken) : RunAsync(input, parts, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, RunnerParts parts, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var asked = input.Question(GatedCommand.Undo, loaded);
        if (GateList.First(GateMoment.Loaded, asked) is { } mistake)
            return input.Output.Refuse(mistake);
        if (input.Parsed.GetValue(DryRunLook.Out) is not null)
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
                return UndoDryRun.Nothing(input);
            foreach (var note in asked.Typed.Approved is null ? [] : ApprovalGate.Uncovered(asked.Target))
                input.Output.Progress(note);
            input.Output.Result(UndoText.Of(chosen, asked.Now));
            return !Consent.IsGiven(asked) && await input.AskAsync(asked, cancellationToken) is { } declined
                ? input.Output.Refuse(declined)
                : await new RunSession(input, loaded, hold, parts).RunAsync(RunWork.Undo(asked.Now, chosen), cancellationToken);
        }
    }
}
