using System.Runtime.InteropServices;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>
/// The ladder of stopping: the first SIGINT, SIGTERM or SIGHUP cancels the run, a second SIGINT or SIGTERM ends the process. A second
/// SIGHUP is not impatience: a closed terminal sends it twice, from its shell and from the system; nor is the same signal again at
/// once: <c>timeout</c> sends it to its child and to the child's group. While files are only read,
/// nothing checks for cancellation, and nothing can be interrupted: there the first signal ends the process after a moment.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Shorter than a person can press a key twice on purpose.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(200);

    private readonly RunnerParts parts;

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Lock gate = new();
    private volatile bool begun;
    private ITimer? moment;
    private PosixSignal first;
    private long since;

    public StopSignals(RunnerParts parts)
    {
        this.parts = parts;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
            registrations.Add(PosixSignalRegistration.Create(signal, Stop));
    }

    public CancellationToken Token => source.Token;

    /// <summary>From here on something is done that only its own code ends well.</summary>
    public void RunBegins() => begun = true;

    public void Dispose()
    {
        moment?.Dispose();
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (IsFirst(context.Signal))
        {
            moment = TimeProvider.System.CreateTimer(_ => EndReading(), null, Patience, Timeout.InfiniteTimeSpan);
            source.Cancel();
            return;
        }

        if (context.Signal == PosixSignal.SIGHUP || (context.Signal == first && TimeProvider.System.GetElapsedTime(since) < AtOnce))
            return;
        // The children first: whoever reads stderr may read no more.
        ProcessRunner.KillAll();
        Task.Run(() =>
                parts.Output.Error("ended at once by a second signal, with what was running; what was done is recorded in the state")
            )
            .Wait(Patience);
        End();
    }

    private bool IsFirst(PosixSignal signal)
    {
        lock (gate)
        {
            if (since != 0)
                return false;
            (first, since) = (signal, TimeProvider.System.GetTimestamp());
            return true;
        }
    }

    private void EndReading()
    {
        if (begun)
            return;
        parts.Output.Error("cancelled while the plan and its files were read; nothing was started");
        End();
    }

    private static void End()
    {
        // The children would go on, as they lead sessions of their own.
        ProcessRunner.KillAll();
        Environment.Exit(ExitCodes.Cancelled);
    }
}
