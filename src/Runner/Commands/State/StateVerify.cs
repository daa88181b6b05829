using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Commands.State;

/// <summary>Checks every line of the state.</summary>
internal static class StateVerify
{
    public static Task<int> RunAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var reading = loaded.ReadState();
        if (!reading.Diagnostics.HasErrors && StateLock.CheckFree(loaded.StatePath, reading) is { } older)
        {
            input.Report([older]);
            return Task.FromResult(ExitCodes.PersonNeeded);
        }

        if (input.Report(reading.Diagnostics))
        {
            input.Output.Result(
                "Damaged. Above the damage: "
                    + $"{reading.Snapshot.Steps.Values.Count(s => s is { Status: StepStatus.Done, IsGroup: false })} steps done."
            );
            return Task.FromResult(ExitCodes.PersonNeeded);
        }

        input.Output.Result(
            reading.Snapshot.IsEmpty
                ? "There is no state yet."
                : $"Intact: {reading.Snapshot.Runs.Count} runs, "
                    + $"{reading.Snapshot.Steps.Values.Count(s => s is { Status: StepStatus.Done, IsGroup: false })} steps done"
                    + $"{(reading.Torn ? "; the last line is incomplete, because its write was interrupted, and is ignored" : "")}."
        );
        return Task.FromResult(ExitCodes.Done);
    }
}
