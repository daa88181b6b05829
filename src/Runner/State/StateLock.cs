using System.Text.Json;
using PlanRunner.Source;

namespace PlanRunner.Runner.State;

/// <summary>
/// The lock beside a state file. It is the operating system's (flock), so it is gone the moment its process is, however that ends.
/// Its holder is in a separate file, because a locked file cannot be opened by others for reading.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly FileStream held;
    private readonly string holderPath;
    private bool released;

    private StateLock(FileStream held, string holderPath)
    {
        this.held = held;
        this.holderPath = holderPath;
    }

    /// <summary>Takes the lock, trying until <paramref name="timeout"/> is over; else says who holds it.</summary>
    /// <param name="statePath">The state that it guards.</param>
    /// <param name="me">Who takes it.</param>
    /// <param name="timeout">How long to try.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waiting">Called once, as soon as it is known who has to be waited for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<(StateLock? Lock, LockHolder? Holder)> AcquireAsync(
        string statePath,
        LockHolder me,
        TimeSpan timeout,
        TimeProvider time,
        Action<LockHolder>? waiting,
        CancellationToken cancellationToken
    )
    {
        var path = statePath + ".lock";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        KeepFromGit(Path.GetDirectoryName(path)!);
        var start = time.GetTimestamp();
        // Readers (status, dry-run) hold it for a moment, and the holder's name is written a moment after the lock.
        var patience = timeout > ShortestTimeout ? timeout : ShortestTimeout;
        while (true)
        {
            if (Take(path) is { } taken)
                return (await NamedAsync(taken, path, me, cancellationToken), null);
            var waited = time.GetElapsedTime(start);
            if (waiting is not null && timeout > TimeSpan.Zero && ReadHolder(path) is { } other)
            {
                waiting(other);
                waiting = null;
            }

            if (waited >= patience && (ReadHolder(path) is not null || waited >= patience + NamePatience))
                return (null, ReadHolder(path));
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>Null if the journal continues from where this machine left it; a diagnostic if lines at its end are missing.</summary>
    public Diagnostic? Check(string statePath, StateReading reading) => StateWitness.Check(held, statePath, reading);

    /// <summary>The same without the lock; null too where it is held.</summary>
    public static Diagnostic? CheckFree(string statePath, StateReading reading)
    {
        if (FileKind.Other(statePath + ".lock") is not null)
            return null;
        try
        {
            using var file = new FileStream(statePath + ".lock", FileMode.Open, FileAccess.Read, FileShare.Read);
            return StateWitness.Check(file, statePath, reading);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers how far the journal goes now. Where there is none, what was remembered of one is kept.</summary>
    public void Remember(StateReading reading)
    {
        if (!reading.Snapshot.IsEmpty)
            Remember(reading.Length, reading.Hash);
    }

    /// <summary>The same of a journal that was written under this lock.</summary>
    public void Remember(long length, string hash, bool flush = true) => StateWitness.Write(held, length, hash, flush);

    /// <summary>
    /// Releases it, and records how far a journal went that is no longer in its place (its folder was moved, removed or unmounted while it
    /// was written), so that a later run in this place misses it.
    /// </summary>
    public void LeaveMissing(string statePath, long length, string hash)
    {
        Dispose();
        Directory.CreateDirectory(Path.GetDirectoryName(statePath)!);
        // Null where another run already exists.
        using var inPlace = Take(statePath + ".lock");
        if (inPlace is not null)
            StateWitness.Write(inPlace, length, hash, flush: true);
    }

    /// <summary>Who holds the lock now; null when it is free. Takes nothing.</summary>
    public static LockHolder? HeldBy(string statePath)
    {
        var path = statePath + ".lock";
        if (!FileKind.IsFile(path))
            return null;
        try
        {
            // A shared lock is refused while an exclusive one is held, and is gone at the end of this method.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (IOException)
        {
            return ReadHolder(path);
        }
    }

    // A journal may be committed to git, a lock belongs to this machine.
    private static void KeepFromGit(string folder)
    {
        var path = Path.Combine(folder, ".gitignore");
        if (Path.GetFileName(folder) != StateFile.Folder || File.Exists(path))
            return;
        try
        {
            File.WriteAllText(path, "*.lock\n*.lock.holder\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it.
        }
    }

    // Null while somebody else has it; every other failure is one of the disk or the folder.
    private static FileStream? Take(string path)
    {
        if (FileKind.Other(path) is { } kind)
            throw new IOException($"{path} is {kind}, and the lock must be a file");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            return null;
        }
    }

    private static async Task<StateLock> NamedAsync(FileStream taken, string path, LockHolder me, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(HolderPath(path), JsonSerializer.Serialize(me, StateJson.Readable.LockHolder), cancellationToken);
            return new StateLock(taken, HolderPath(path));
        }
        catch
        {
            await taken.DisposeAsync();
            throw;
        }
    }

    // EWOULDBLOCK of flock, by which .NET recognizes a locked file on Unix.
    private static bool IsSharingViolation(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    public void Dispose()
    {
        if (released)
            return;
        released = true;
        try
        {
            // The lock's file stays: removing it would let two processes lock two different files of one name.
            File.Delete(holderPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone, or may not be written any more; the name of the holder is irrelevant once the lock is free.
        }

        held.Dispose();
    }

    private static string HolderPath(string lockPath) => lockPath + ".holder";

    private static LockHolder? ReadHolder(string path)
    {
        if (!FileKind.IsFile(HolderPath(path)))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(HolderPath(path)), StateJson.Readable.LockHolder);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}
