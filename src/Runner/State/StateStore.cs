using System.Text;

namespace PlanRunner.Runner.State;

/// <summary>The journal, open for writing under its lock: append-only, one event per line, flushed to disk where order matters.</summary>
internal class StateStore : IDisposable
{
    private readonly FileStream file;
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private Exception? broken;

    protected StateStore(FileStream file, StateSnapshot snapshot, string hash, TimeProvider time)
    {
        this.file = file;
        this.time = time;
        Hash = hash;
        Length = file.Position;
        Snapshot = snapshot;
    }

    public StateSnapshot Snapshot { get; }

    /// <summary>The bytes of the complete lines.</summary>
    public long Length { get; private set; }

    /// <summary>Receives the length and hash whenever all before them is on the disk.</summary>
    public Action<long, string>? OnDisk { get; set; }

    /// <summary>Receives each event once it is written; the run goes on when this returns.</summary>
    public Action<StateEvent>? Written { get; set; }

    /// <summary>The hash of the last one.</summary>
    public string Hash { get; private set; }

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
    protected static StateReading Begin(
        string path,
        StateReading reading,
        string plan,
        string environment,
        TimeProvider time,
        bool fresh = false
    )
    {
        if (!reading.Snapshot.IsEmpty)
            return reading;
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var opened = new StateOpened(StateOpened.CurrentFormat, plan, environment, Guid.NewGuid().ToString())
        {
            At = time.GetUtcNow(),
            Fresh = fresh,
        };
        var (line, hash) = JournalLine.Write(opened, "");
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        using (var written = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            written.Write(bytes);
            written.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path);
        FolderSync.Flush(folder);
        reading.Snapshot.Apply(opened);
        return reading with { Hash = hash, Length = bytes.Length };
    }

    /// <summary>Begins a lineage that has nothing to do with what ran before.</summary>
    public static void BeginAnew(string path, string plan, string environment, TimeProvider time) =>
        Begin(path, new StateReading(StateSnapshot.Empty, "", 0, false, []), plan, environment, time, fresh: true);

    /// <summary>Starts one for a plan that may have run, up to an unknown step: every step is in doubt.</summary>
    public static void BeginUnknown(string path, string plan, string environment, StateRepaired repaired, TimeProvider time)
    {
        using var store = Open(path, new StateReading(StateSnapshot.Empty, "", 0, false, []), plan, environment, time);
        store.Write(repaired, flush: true);
    }

    /// <summary>The file of the journal, positioned at the end of what was read.</summary>
    protected static FileStream OpenFile(string path, StateReading reading)
    {
        var opened = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        opened.SetLength(reading.Length);
        opened.Seek(0, SeekOrigin.End);
        return opened;
    }

    /// <summary>Puts a text in the place of a journal, and keeps that as <paramref name="archive"/>.</summary>
    public static void Replace(string path, string text, string archive)
    {
        File.Copy(path, archive);
        using (var fresh = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            fresh.Write(Encoding.UTF8.GetBytes(text));
            fresh.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Puts what could be read of a damaged journal in its place, with <paramref name="repaired"/> as its last line, and keeps the
    /// damaged one as <paramref name="archive"/>. Under the journal's name there is always one or the other, never nothing.
    /// </summary>
    public static void Repair(string path, StateReading reading, string archive, StateRepaired repaired, TimeProvider time)
    {
        File.Copy(path, archive);
        using (var fresh = new FileStream(path + ".new", FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0))
        {
            using (var damaged = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                damaged.CopyTo(fresh);
            fresh.SetLength(reading.Length);
            fresh.Seek(0, SeekOrigin.End);
            using var store = new StateStore(fresh, reading.Snapshot, reading.Hash, time);
            store.Write(repaired, flush: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes one event. With <paramref name="flush"/> it is on the disk, and everything before it, when this returns.</summary>
    /// <exception cref="StateWriteException">
    /// It could not be written, or what is written would not be found again. Nothing is written after that, so that a torn line stays
    /// the last one.
    /// </exception>
    /// <exception cref="StateTakenException">Another run has written since, so this one must do nothing more.</exception>
    public virtual void Write(StateEvent stateEvent, bool flush)
    {
        lock (gate)
        {
            if (broken is StateTakenException taken)
                throw taken;
            if (broken is not null)
                throw new StateWriteException(broken.Message, broken);
            var stamped = stateEvent with { At = time.GetUtcNow() };
            var (line, lineHash) = JournalLine.Write(stamped, Hash);
            var bytes = Encoding.UTF8.GetBytes(line + "\n");
            try
            {
                CheckInPlace();
                file.Write(bytes);
                if (flush)
                    file.Flush(flushToDisk: true);
            }
            catch (StateTakenException exception)
            {
                broken = exception;
                throw;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                broken = exception as StateWriteException ?? new StateWriteException(exception.Message, exception);
                throw broken;
            }

            Hash = lineHash;
            Length += bytes.Length;
            Snapshot.Apply(stamped);
            if (flush)
                OnDisk?.Invoke(Length, Hash);
        }

        Written?.Invoke(stateEvent);
    }

    // A file that was moved still accepts lines, and the next run would not find them. And a lock can be lost without its
    // process, on a shared folder or by a person: a run that took over has written, or has replaced the file; what comes
    // from here would damage that, or begin what was done meanwhile.
    private void CheckInPlace()
    {
        var found = new FileInfo(file.Name);
        if (!found.Exists)
            throw new StateWriteException(
                $"the state file {file.Name} is no longer there: it, or its folder, was moved, removed or unmounted during the run"
            );
        if (found.Length < Length)
            throw new StateWriteException($"the state file {file.Name} was replaced by an older copy, or cut, during the run");
        if (found.Length > Length)
            throw new StateTakenException(file.Name);
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
        if (broken is null)
            file.Flush(flushToDisk: true);
        file.Dispose();
    }
}
