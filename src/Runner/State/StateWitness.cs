using System.Globalization;
using System.Text;
using PlanRunner.Source;

namespace PlanRunner.Runner.State;

/// <summary>
/// How far a journal went when this machine last wrote to it, recorded in its lock file. A hash chain shows every change but one: complete
/// lines that are missing at the end, as after an older copy was restored. The steps that those lines record would run again.
/// </summary>
internal static class StateWitness
{
    private const char Separator = ' ';

    /// <summary>Written under the lock, whenever the journal is on the disk so far.</summary>
    /// <param name="lockFile">The lock.</param>
    /// <param name="length">How far.</param>
    /// <param name="hash">Of the line that ends there.</param>
    /// <param name="flush">False during a run: it must outlive the process, and for a crash of the machine an earlier one will do.</param>
    public static void Write(FileStream lockFile, long length, string hash, bool flush)
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length}{Separator}{hash}\n"));
        lockFile.Seek(0, SeekOrigin.Begin);
        lockFile.Write(text);
        lockFile.SetLength(text.Length);
        lockFile.Flush(flush);
    }

    /// <summary>A diagnostic where the journal does not continue from where it was left.</summary>
    public static Diagnostic? Check(FileStream lockFile, string statePath, StateReading reading)
    {
        if (Read(lockFile) is not var (length, hash))
            return null;
        if (reading.Snapshot.IsEmpty && !File.Exists(statePath))
        {
            return Diagnostic.Error(
                "PR5006",
                $"the state file {statePath} is missing; this machine last wrote it with {length} bytes",
                null,
                "restore it (from where it was moved to, a volume that is not mounted, version control, a backup); if there is none: planrunner state repair starts a new one with every step in doubt; planrunner state new, if everything should run again"
            );
        }

        return reading.Diagnostics.HasErrors || HashAt(statePath, length) == hash
            ? null
            : Diagnostic.Error(
                "PR5006",
                $"the state file {statePath} is not the one that this machine last wrote, nor a continuation of it: an older copy, or one from before a repair; what the missing lines recorded would run again",
                null,
                "restore the newest copy; if there is none, or this is the right one: planrunner state repair accepts it and marks as in doubt what the missing lines may have recorded"
            );
    }

    private static (long Length, string Hash)? Read(FileStream lockFile)
    {
        lockFile.Seek(0, SeekOrigin.Begin);
        var bytes = new byte[256];
        var text = Encoding.UTF8.GetString(bytes, 0, lockFile.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var parts = text.Split('\n')[0].Split(Separator);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? (length, parts[1])
            : null;
    }

    // The hash of the line that ends there; null where none does.
    private static string? HashAt(string statePath, long length)
    {
        using var file = new FileStream(statePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length < length)
            return null;
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        return lines is [.., var last, ""] ? JournalLine.HashIn(last) : null;
    }
}
