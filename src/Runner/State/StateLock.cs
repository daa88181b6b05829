using System.Text.Json;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.State;

/// <summary>
/// The lock beside a state file. It is the operating system's (flock), so it is gone the moment its process is, however that ends.
/// Who holds it stands in a file of its own, because a locked file cannot be opened by others to be read.
/// </summary>
public sealed class StateLock : IDisposable
{
    private readonly FileStream held;
    private readonly string holderPath;

    private StateLock(FileStream held, string holderPath)
    {
        this.held = held;
        this.holderPath = holderPath;
    }

    /// <summary>Takes the lock, trying until <paramref name="timeout"/> is over; else tells who holds it.</summary>
    public static async Task<(StateLock? Lock, LockHolder? Holder)> AcquireAsync(
        string statePath, LockHolder me, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = statePath + ".lock";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                var taken = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                await File.WriteAllTextAsync(HolderPath(path), JsonSerializer.Serialize(me, StateJson.Readable.LockHolder), cancellationToken);
                return (new StateLock(taken, HolderPath(path)), null);
            }
            catch (IOException exception) when (File.Exists(path))
            {
                // A full disk says IOException too, and nobody holds the lock.
                if (HeldBy(statePath) is null && !IsSharingViolation(exception))
                    throw;
                if (time.GetElapsedTime(start) >= timeout)
                    return (null, ReadHolder(path));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }

    /// <summary>Null where the journal goes on from where this machine left it; a diagnostic where lines at its end are missing.</summary>
    public Diagnostic? Check(string statePath, StateReading reading) => StateWitness.Check(held, statePath, reading);

    /// <summary>The same without the lock; null too where it is held.</summary>
    public static Diagnostic? CheckFree(string statePath, StateReading reading)
    {
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

    /// <summary>Remembers how far the journal goes now.</summary>
    public void Remember(StateReading reading) => StateWitness.Write(held, reading);

    /// <summary>Who holds the lock now; null when it is free. Takes nothing.</summary>
    public static LockHolder? HeldBy(string statePath)
    {
        var path = statePath + ".lock";
        if (!File.Exists(path))
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

    // EWOULDBLOCK of flock, by which .NET tells a locked file on Unix.
    private static bool IsSharingViolation(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    public void Dispose()
    {
        // The file stays: removing it would let two processes lock two different files of one name.
        File.Delete(holderPath);
        held.Dispose();
    }

    private static string HolderPath(string lockPath) => lockPath + ".holder";

    private static LockHolder? ReadHolder(string path)
    {
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
