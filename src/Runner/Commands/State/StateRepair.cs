using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Commands.State;

/// <summary>Keeps the complete lines of a damaged state; the damaged file is archived beside it.</summary>
internal sealed class StateRepair(CommandInput input, LoadedPlan loaded, StateLock held)
{
    private readonly StateRepaired repaired = new(input.Parts.Operator.User, input.Parts.Operator.Machine);

    private string ArchiveName => StateFile.ArchiveName(loaded.StatePath, input.Time.GetUtcNow());

    public static async Task<int> RunAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var (held, locked) = await StateHold.LockAsync(input, loaded, "state repair", cancellationToken);
        if (held is null)
            return input.Output.Refuse(locked!);
        using (held)
            return new StateRepair(input, loaded, held).Run();
    }

    private int Run()
    {
        var reading = loaded.ReadState();
        if (IsWhole(reading))
            return Done("The state is intact; nothing to repair.");
        if (!File.Exists(loaded.StatePath))
            return BeginUnknown();
        if (StateFile.Unedited(loaded.StatePath) is not { } plain)
            return KeepWhole(reading);
        var archive = ArchiveName;
        StateStore.Replace(loaded.StatePath, plain, archive);
        reading = loaded.ReadState();
        if (!IsWhole(reading))
            return KeepWhole(reading);
        held.Remember(reading);
        return Done($"Removed what an editor had added; every line is present and intact. The original file is {archive}.\n{Next}");
    }

    private int BeginUnknown()
    {
        StateStore.BeginUnknown(loaded.StatePath, loaded.Plan.Name, loaded.Environment.Name, repaired, input.Time);
        held.Remember(loaded.ReadState());
        return Done(
            "A new state is begun. Steps may have run: each is in doubt now, and an apply asks its marker in the database, "
                + "its probe or a person."
                + $"\n{Next}"
        );
    }

    private int KeepWhole(StateReading reading)
    {
        if (reading.Snapshot.IsEmpty)
        {
            input.Report(reading.Diagnostics);
            return input.Output.Refuse(
                Refusal.Of(
                    ExitCodes.PersonNeeded,
                    "PR5040",
                    "nothing of it can be kept",
                    "restore it from version control or a backup; if it is lost for good: "
                        + $"planrunner state new {input.Arguments}, then resolve each step that ran"
                )
            );
        }

        var archive = ArchiveName;
        StateStore.Repair(loaded.StatePath, reading, archive, repaired, input.Time);
        held.Remember(loaded.ReadState());
        return Done(
            $"Kept the complete lines; the damaged file is {archive}. Steps that it does not show as done may have run after the damage: "
                + $"each is in doubt now, and an apply asks its probe or a person.\n{Next}"
        );
    }

    private string Next => $"next: planrunner status {input.Arguments}";

    private bool IsWhole(StateReading reading) => !reading.Diagnostics.HasErrors && held.Check(loaded.StatePath, reading) is null;

    private int Done(string text)
    {
        input.Output.Result(text);
        return ExitCodes.Done;
    }
}
