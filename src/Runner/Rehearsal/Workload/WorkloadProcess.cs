using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Rehearsal.Workload;

/// <summary>The workload's process as others see it: its files in the sandbox, starting and stopping it.</summary>
internal sealed class WorkloadProcess(string sandbox)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Who it is, once it works.</summary>
    public string ProcessFile => In("process");

    /// <summary>Put there by whoever wants it to stop.</summary>
    public string StopFile => In("stop");

    /// <summary>There once every client has finished its last transaction.</summary>
    public string EndedFile => In("ended");

    /// <summary>There once the application has moved to the other server.</summary>
    public string MovedFile => In("moved");

    /// <summary>Names the snapshot of the target from just before that.</summary>
    public string SnapshotFile => In("snapshot");

    /// <summary>Put there by whoever needs the snapshot no longer.</summary>
    public string ReleaseFile => In("release");

    public string OutputFile => In("output");

    public bool HasMoved => File.Exists(MovedFile);

    public bool HasEnded => File.Exists(EndedFile);

    public string? Snapshot => File.Exists(SnapshotFile) && IsRunning ? File.ReadAllText(SnapshotFile) : null;

    public bool IsRunning => Process is { IsAlive: true };

    private OtherProcess? Process => File.Exists(ProcessFile) ? OtherProcess.Parse(File.ReadAllText(ProcessFile)) : null;

    /// <param name="command">Runs the workload of a sandbox: <c>planrunner workload FOLDER</c>, less the folder.</param>
    /// <param name="cancellationToken">Stops waiting for it to begin.</param>
    public async Task StartAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        // The snapshot went with the process that held it.
        foreach (var file in new[] { StopFile, EndedFile, ReleaseFile, ProcessFile, SnapshotFile })
            File.Delete(file);
        var start = ProcessCommand.Of(command[0], [.. command.Skip(1), sandbox]) with { WorkingDirectory = "/" };
        var process = OtherProcess.Of(ProcessRunner.Default.StartDetached(start, OutputFile));
        while (!File.Exists(ProcessFile))
        {
            if (!process.IsAlive)
                throw new RehearsalException(
                    $"the workload did not start: {(await File.ReadAllTextAsync(OutputFile, cancellationToken)).Trim()}"
                );
            await Task.Delay(10, cancellationToken);
        }
    }

    /// <summary>
    /// Lets every client finish its transaction. The process goes on holding its snapshot; see <see cref="ReleaseAsync"/>.
    /// </summary>
    public async Task StopClientsAsync(CancellationToken cancellationToken)
    {
        if (!IsRunning)
            return;
        await File.WriteAllTextAsync(StopFile, "", cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        while (IsRunning && !HasEnded)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new RehearsalException(
                    "the workload does not stop: a transaction of it has been waiting too long",
                    $"see {OutputFile} and pg_stat_activity"
                );
            await Task.Delay(10, cancellationToken);
        }
    }

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(ReleaseFile, "", cancellationToken);
        if (Process is { } process && !await process.EndsWithinAsync(Patience, cancellationToken))
            await KillAsync();
    }

    public async Task KillAsync()
    {
        if (Process is not { IsAlive: true } process)
            return;
        Signals.Send(process.Id, Signals.Kill);
        await process.EndsWithinAsync(Patience, CancellationToken.None);
    }

    private string In(string name) => Path.Combine(WorkloadPlan.FolderIn(sandbox), name);
}
