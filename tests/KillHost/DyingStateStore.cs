using System.Diagnostics;
using System.Globalization;
using PlanRunner.Runner.State;

namespace PlanRunner.Tests.KillHost;

/// <summary>A journal that ends its process, as SIGKILL does, right before or right after one of its lines.</summary>
internal sealed class DyingStateStore(FileStream file, StateReading reading, TimeProvider time, string which, bool before)
    : StateStore(file, reading.Snapshot, reading.Hash, time)
{
    private int written;

    public static StateStore OpenDying(
        string path,
        StateReading reading,
        string plan,
        string environment,
        TimeProvider time,
        string which,
        bool before
    )
    {
        var begun = Begin(path, reading, plan, environment, time);
        return new DyingStateStore(OpenFile(path, begun), begun, time, which, before);
    }

    public override void Write(StateEvent stateEvent, bool flush)
    {
        written++;
        var now = IsIt(stateEvent);
        if (now && before)
            Die();
        base.Write(stateEvent, flush);
        if (now)
            Die();
    }

    private bool IsIt(StateEvent stateEvent) =>
        stateEvent switch
        {
            StepStarted started when which == "started:" + started.Step => true,
            StepRunning running when which == "running:" + running.Step => true,
            StepFailed failed when which == "failed:" + failed.Step => true,
            StepUndone undone when which == "undone:" + undone.Step => true,
            StepDone done when which == "done:" + done.Step => true,
            _ => which == written.ToString(CultureInfo.InvariantCulture),
        };

    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
