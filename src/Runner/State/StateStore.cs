using System.Text;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.State;

/// <summary>The journal, open for writing under its lock: append-only, one event a line, flushed to the disk where order matters.</summary>
public class StateStore : IDisposable
{
    private readonly FileStream file;
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private string hash;

    protected StateStore(FileStream file, StateSnapshot snapshot, string hash, TimeProvider time)
    {
        this.file = file;
        this.hash = hash;
        this.time = time;
        Snapshot = snapshot;
    }

    public StateSnapshot Snapshot { get; }

    /// <summary>
    /// Opens the journal that was read under the lock, drops a torn last line, and begins a new lineage where there is no file yet.
    /// </summary>
    public static StateStore Open(string path, StateReading reading, string plan, string environment, TimeProvider time)
    {
        var begun = Begin(path, reading, plan, environment, time);
        return new StateStore(OpenFile(path, begun), begun.Snapshot, begun.Hash, time);
    }

    /// <summary>
    /// Makes the file with its header where there is none. The whole file appears under its name at once, so that a file without a
    /// header is never ours and can be refused.
    /// </summary>
    protected static StateReading Begin(string path, StateReading reading, string plan, string environment, TimeProvider time)
    {
        if (!reading.Snapshot.IsEmpty)
            return reading;
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var opened = new StateOpened(StateOpened.CurrentFormat, plan, environment, Guid.NewGuid().ToString()) { At = time.GetUtcNow() };
        var (line, hash) = JournalLine.Write(opened, "");
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        using (var fresh = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            fresh.Write(bytes);
            fresh.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path);
        FolderSync.Flush(folder);
        reading.Snapshot.Apply(opened);
        return reading with { Hash = hash, Length = bytes.Length };
    }

    /// <summary>The file behind the journal, at the end of what was read.</summary>
    protected static FileStream OpenFile(string path, StateReading reading)
    {
        var opened = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        opened.SetLength(reading.Length);
        opened.Seek(0, SeekOrigin.End);
        return opened;
    }

    /// <summary>Writes one event. With <paramref name="flush"/> it is on the disk, and everything before it, when this returns.</summary>
    public virtual void Write(StateEvent stateEvent, bool flush)
    {
        lock (gate)
        {
            var stamped = stateEvent with { At = time.GetUtcNow() };
            var (line, lineHash) = JournalLine.Write(stamped, hash);
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            if (flush)
                file.Flush(flushToDisk: true);
            hash = lineHash;
            Snapshot.Apply(stamped);
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        file.Flush(flushToDisk: true);
        file.Dispose();
    }
}
