using System.Diagnostics;
using PlanRunner.Runner.State;

namespace PlanRunner.Tests.KillHost;

/// <summary>A journal that ends its process, as SIGKILL does, right before or right after its Nth line.</summary>
internal sealed class DyingStateStore(FileStream file, StateReading reading, TimeProvider time, int line, bool before)
    : StateStore(file, reading.Snapshot, reading.Hash, time)
{
    private int written;

    public static StateStore OpenDying(string path, StateReading reading, string plan, string environment, TimeProvider time, int line, bool before)
    {
        var store = new DyingStateStore(OpenFile(path, reading), reading, time, line, before);
        store.Begin(path, plan, environment);
        return store;
    }

    public override void Write(StateEvent stateEvent, bool flush)
    {
        written++;
        if (written == line && before)
            Die();
        base.Write(stateEvent, flush);
        if (written == line)
            Die();
    }

    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
