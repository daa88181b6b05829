using System.Runtime.InteropServices;
using PlanRunner.Runner.Execution;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>
/// The ladder of stopping: the first SIGINT, SIGTERM or SIGHUP cancels the run, a second SIGINT or SIGTERM ends the process. A second
/// SIGHUP is nobody's impatience: a window that is closed hangs up twice, by its shell and by the system.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public StopSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
            registrations.Add(PosixSignalRegistration.Create(signal, Stop));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!source.IsCancellationRequested)
        {
            source.Cancel();
            return;
        }

        if (context.Signal == PosixSignal.SIGHUP)
            return;
        // The children would go on, as they lead sessions of their own.
        ProcessRunner.KillAll();
        Environment.Exit(ExitCodes.Cancelled);
    }
}
