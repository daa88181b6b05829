using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands.State;

/// <summary>Archives the state and begins a new lineage: the plan counts as never run.</summary>
internal static class StateNew
{
    public static readonly Option<string?> WindowClosed = new("--window-closed")
    {
        Description = "The guarded group that is still open here was undone by other means: which",
    };

    public static async Task<int> RunAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var (held, locked) = await StateHold.LockAsync(input, loaded, "state new", cancellationToken);
        if (held is null)
            return input.Output.Refuse(locked!);
        using (held)
        {
            if (RefuseNew(input, loaded, held) is { } refusal)
                return input.Output.Refuse(refusal);
            var archive = File.Exists(loaded.StatePath) ? Archive(input, loaded) : null;
            StateStore.BeginAnew(loaded.StatePath, loaded.Plan.Name, loaded.Environment.Name, input.Time);
            held.Remember(loaded.ReadState());
            input.Output.Result(
                archive is null
                    ? "There was no state; a new lineage is begun."
                    : $"Archived as {archive}. The next apply begins a new lineage and would run every step again."
                        + $"\nnext: planrunner dry-run {input.Arguments}"
            );
            return ExitCodes.Done;
        }
    }

    private static Refusal? RefuseNew(CommandInput input, LoadedPlan loaded, StateLock held)
    {
        var reading = loaded.ReadState();
        // What is no state is not archived as one.
        if (reading.Diagnostics.Any(diagnostic => diagnostic.Id == StateFile.TooLarge))
            return Refusal.Found(ExitCodes.PersonNeeded, reading.Diagnostics);
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        var exists = File.Exists(loaded.StatePath);
        var missed = !exists && held.Check(loaded.StatePath, reading) is not null;
        var closed = !string.IsNullOrWhiteSpace(input.Parsed.GetValue(WindowClosed));
        if (!closed && LostStateGates.Unknown(changes, missed, input.Arguments) is { } unknown)
            return unknown;
        if (!exists)
            return null;
        return OpenGuardedGroups.Lost(changes, input.Arguments) ?? (closed ? null : LostStateGates.Open(changes, input.Arguments));
    }

    private static string Archive(CommandInput input, LoadedPlan loaded)
    {
        var archive = StateFile.ArchiveName(loaded.StatePath, input.Time.GetUtcNow());
        File.Move(loaded.StatePath, archive);
        return archive;
    }
}
