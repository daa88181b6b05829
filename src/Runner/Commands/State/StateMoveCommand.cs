using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Decisions;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Commands.State;

/// <summary>Moves what is recorded of a step, or of all steps in a group, to another path.</summary>
internal static class StateMoveCommand
{
    private static readonly Argument<string> Old = new("OLD") { Description = "The path that the step or group ran under" };

    private static readonly Argument<string> New = new("NEW") { Description = "Its path in the plan now" };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("mv", "Move the marker, captures and approval of a renamed step to its new path")
        {
            CommonOptions.Plan,
            Old,
            New,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.LockTimeout,
            CommonOptions.Reason,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed, parts), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, "state mv", cancellationToken);
        if (hold is null)
            return input.Output.Refuse(refusal!);
        using (hold)
        {
            var now = ChangePlanner.Decide(loaded.Rendered, hold.Reading.Snapshot, input.Time.GetUtcNow());
            var moving = new Moving(now, input.Arguments, input.Parsed.GetRequiredValue(Old), input.Parsed.GetRequiredValue(New));
            if (moving.Refusal is { } mistake)
                return input.Output.Refuse(mistake);
            using var store = hold.Open(reading => input.OpenStore(loaded, reading));
            store.Write(
                new StepsMoved(
                    Guid.NewGuid().ToString("N"),
                    [.. moving.Moves],
                    input.Parsed.GetRequiredValue(CommonOptions.Reason),
                    input.Parts.Operator.User,
                    input.Parts.Operator.Machine
                ),
                flush: true
            );
            var markers = loaded.HasMarkers ? " The markers in the databases follow with the next run." : "";
            input.Output.Result(
                $"Moved {string.Join(", ", moving.Moves.Select(m => $"{m.From} to {m.To}"))}.{markers}"
                    + $"\nnext: planrunner dry-run {input.Arguments}"
            );
            return ExitCodes.Done;
        }
    }
}
