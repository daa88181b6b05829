using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Operations;

/// <summary>A state under its lock, read after the lock was taken.</summary>
internal sealed class StateHold(StateLock held, StateReading reading, string path) : IDisposable
{
    private StateStore? written;

    public StateReading Reading { get; } = reading;

    /// <summary>The hold, or why it cannot be had.</summary>
    public static async Task<(StateHold? Hold, Refusal? Refusal)> TakeAsync(
        OperationInput input,
        LoadedPlan loaded,
        string command,
        CancellationToken cancellationToken
    )
    {
        input.Parts.RunBegins();
        StateLock? held;
        try
        {
            (held, var locked) = await LockAsync(input, loaded, command, cancellationToken);
            if (held is null)
                return (null, locked);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException && OpenGuardedGroups.Open(loaded.ReadState().Snapshot) is not null
            )
        {
            var refusal = Refusal.Of(ExitCodes.StepFailed, "PR5008", $"the state cannot be locked: {exception.Message}") with
            {
                Next = $"planrunner apply {input.Arguments}",
            };
            return (null, OpenGuardedGroups.Told(refusal, loaded.ReadState().Snapshot));
        }

        var reading = loaded.ReadState();
        if (held.Check(loaded.StatePath, reading) is { } older)
            reading.Diagnostics.Add(RepairHelp.Typed(older, input.Arguments));
        if (StateGates.Whole(reading, input.Arguments) is { } damaged)
        {
            held.Dispose();
            return (null, damaged);
        }

        if (reading.Torn)
            input.Output.Error("note: the last line of the state is incomplete, because its write was interrupted; it is dropped");
        return (new StateHold(held, reading, loaded.StatePath), null);
    }

    /// <summary>The lock alone, for what repairs a state that cannot be read; or why it cannot be had.</summary>
    public static async Task<(StateLock? Lock, Refusal? Refusal)> LockAsync(
        OperationInput input,
        LoadedPlan loaded,
        string command,
        CancellationToken cancellationToken
    )
    {
        void Waiting(LockHolder other) =>
            input.Output.Progress(
                $"waiting   for the lock of {loaded.StatePath}, which another run holds: {other}; for at most "
                    + $"{Durations.Format(input.LockTimeout)}"
            );
        var by = input.Parts.Operator;
        var me = new LockHolder(by.Process, by.User, by.Machine, input.Time.GetUtcNow(), command);
        var (held, holder) = await StateLock.AcquireAsync(loaded.StatePath, me, input.LockTimeout, input.Time, Waiting, cancellationToken);
        return held is not null
            ? (held, null)
            : (
                null,
                Refusal.Of(
                    ExitCodes.Locked,
                    "PR5014",
                    $"another run holds the lock of {loaded.StatePath}: {holder?.ToString() ?? "its name cannot be read"}",
                    $"wait for it, or look at it: planrunner status {input.Arguments}"
                )
            );
    }

    /// <summary>The journal, open for writing under this lock.</summary>
    public StateStore Open(Func<StateReading, StateStore> open)
    {
        written = open(Reading);
        // A killed run lets go of nothing: what it wrote must be missed all the same.
        written.OnDisk = Remember;
        if (Reading.Renamed is { } renamed)
            written.Write(renamed, flush: true);
        Remember(written.Length, written.Hash);
        return written;
    }

    private void Remember(long length, string hash)
    {
        try
        {
            held.Remember(length, hash, flush: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What was remembered before still holds: the journal went on from there.
        }
    }

    public void Dispose()
    {
        using (held)
        {
            try
            {
                if (written is null)
                    held.Remember(Reading);
                else if (File.Exists(path))
                    held.Remember(written.Length, written.Hash);
                else
                    held.LeaveMissing(path, written.Length, written.Hash);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What was remembered before still holds: the journal went on from there. How the run ended matters more.
            }
        }
    }
}
