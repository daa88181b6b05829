using System.Text.Json;

namespace PlanRunner.Runner.State;

/// <summary>
/// The lock beside a state file. It is the operating system's (flock), so it is gone the moment its process is, however that ends.
/// </summary>
public sealed class StateLock : IDisposable
{
    private readonly FileStream held;

    private StateLock(FileStream held) => this.held = held;

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
                var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                stream.SetLength(0);
                JsonSerializer.Serialize(stream, me, StateJson.Readable.LockHolder);
                await stream.FlushAsync(cancellationToken);
                return (new StateLock(stream), null);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (time.GetElapsedTime(start) >= timeout)
                    return (null, ReadHolder(path));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }

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

    public void Dispose()
    {
        // The file stays: removing it would let two processes lock two different files of one name.
        held.SetLength(0);
        held.Dispose();
    }

    private static LockHolder? ReadHolder(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return JsonSerializer.Deserialize(stream, StateJson.Readable.LockHolder);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}
