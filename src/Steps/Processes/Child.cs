using System.ComponentModel;
using System.Diagnostics;
using CliWrap;

namespace PlanRunner.Steps.Processes;

/// <summary>A child that CliWrap started, reached by signal together with all that it started.</summary>
/// <remarks>
/// CliWrap's own tokens are not used: the graceful one reaches only the child, and the forceful one stops reading what it still says
/// and no longer waits for it after three seconds.
/// </remarks>
internal sealed class Child
{
    private static readonly TimeSpan GroupPoll = TimeSpan.FromMilliseconds(20);
    private readonly Process process;
    private readonly bool leadsGroup;

    private Child(Process process, bool leadsGroup)
    {
        this.process = process;
        this.leadsGroup = leadsGroup;
        Id = process.Id;
        Exited = process.WaitForExitAsync(CancellationToken.None);
    }

    public int Id { get; }

    /// <summary>Ends with the child itself; what it started may go on and hold its pipes.</summary>
    public Task Exited { get; }

    /// <summary>CliWrap's run: ends once the child and its pipes have ended. It gives the exit code, or throws what a pipe threw.</summary>
    public Task<CommandResult> Ended { get; private set; } = null!;

    /// <param name="command">Complete, with its pipes.</param>
    /// <param name="leadsGroup">True where it is started by <c>setsid</c>, and so its group is its own.</param>
    /// <exception cref="Win32Exception">The system refused to start it.</exception>
    public static Child Start(Command command, bool leadsGroup)
    {
        Child? child = null;
        var run = command.ExecuteAsync(null, process => child = new Child(process, leadsGroup));
        child!.Ended = run.Task;
        return child;
    }

    /// <summary>Asks it to end, then terminates it, then kills it with everything that it started. It is gone when this returns.</summary>
    public async Task StopAsync(StopLadder ladder, TimeProvider time)
    {
        if (
            Signal(Signals.Interrupt)
            && !await GoneWithinAsync(ladder.AfterInterrupt, time)
            && Signal(Signals.Terminate)
            && !await GoneWithinAsync(ladder.AfterTerminate, time)
        )
        {
            KillTree();
        }

        await Exited;
    }

    public void KillTree()
    {
        try
        {
            // First by parentage, which also finds who left the group; then the group, which also finds orphans.
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or Win32Exception)
        {
            // Gone already, or not ours to kill.
        }

        // Without a session of its own there is no such group.
        Signals.SendToGroup(Id, Signals.Kill);
    }

    // The group does not exist yet in the first moment of a child's life.
    private bool Signal(int signal) => (leadsGroup && Signals.SendToGroup(Id, signal)) || (!HasExited() && Signals.Send(Id, signal));

    private async Task<bool> GoneWithinAsync(TimeSpan patience, TimeProvider time)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < patience)
        {
            if (HasExited() && (!leadsGroup || !Signals.SendToGroup(Id, 0)))
                return true;
            await Task.Delay(GroupPoll, time, CancellationToken.None);
        }

        return false;
    }

    private bool HasExited()
    {
        try
        {
            return process.HasExited;
        }
        catch (InvalidOperationException)
        {
            // CliWrap gives it back to the system once it has ended.
            return true;
        }
    }
}
