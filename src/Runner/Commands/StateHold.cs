using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>A state under its lock, read after the lock was taken.</summary>
internal sealed class StateHold(StateLock held, StateReading reading, Func<StateReading> read) : IDisposable
{
    public StateReading Reading { get; } = reading;

    /// <summary>The hold, or null with the exit code after the reason was told.</summary>
    public static async Task<(StateHold? Hold, int ExitCode)> TakeAsync(CommandInput input, LoadedPlan loaded, string command, CancellationToken cancellationToken)
    {
        var (held, locked) = await LockAsync(input, loaded, command, cancellationToken);
        if (held is null)
            return (null, locked);
        var reading = loaded.ReadState();
        if (held.Check(loaded.StatePath, reading) is { } older)
            reading.Diagnostics.Add(older);
        if (input.Report(reading.Diagnostics))
        {
            held.Dispose();
            input.Output.Error($"next: planrunner state verify {input.Arguments}");
            return (null, ExitCodes.PersonNeeded);
        }

        if (reading.Torn)
            input.Output.Error("note: the last line of the state was cut off while it was written; it is dropped");
        return (new StateHold(held, reading, loaded.ReadState), 0);
    }

    /// <summary>The lock alone, for what mends a state that cannot be read; or null with the exit code after the reason was told.</summary>
    public static async Task<(StateLock? Lock, int ExitCode)> LockAsync(CommandInput input, LoadedPlan loaded, string command, CancellationToken cancellationToken)
    {
        var me = new LockHolder(Environment.ProcessId, Environment.UserName, Environment.MachineName, input.Time.GetUtcNow(), command);
        var (held, holder) = await StateLock.AcquireAsync(loaded.StatePath, me, input.LockTimeout, input.Time, cancellationToken);
        if (held is not null)
            return (held, ExitCodes.Done);
        input.Output.Error($"error PR5014: another run holds the lock of {loaded.StatePath}: {holder?.ToString() ?? "its name cannot be read"}\n  help: wait for it, or look at it: planrunner status {input.Arguments}");
        return (null, ExitCodes.Locked);
    }

    public void Dispose()
    {
        var left = read();
        if (!left.Diagnostics.HasErrors)
            held.Remember(left);
        held.Dispose();
    }
}
