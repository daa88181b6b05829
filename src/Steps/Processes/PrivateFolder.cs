namespace PlanRunner.Steps.Processes;

/// <summary>
/// A temporary folder that only this user can enter, for scripts and password files. It goes with its owner; one that a killed
/// process left behind goes when the next one is made.
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    private const string Prefix = "planrunner-step-";
    private const string LockName = "lock";
    private const int MostAttempts = 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream held;

    private PrivateFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public static PrivateFolder Create()
    {
        RemoveAbandoned();
        // A file is there before it is locked. Another runner that looks for abandoned folders may lock it in between, and removes the
        // folder, before or after this one's turn has come: then it is left to it, and another one is made.
        for (var attempt = 1; ; attempt++)
        {
            var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
            var lockFile = System.IO.Path.Combine(folder, LockName);
            try
            {
                var taken = Open(lockFile, FileMode.CreateNew);
                if (File.Exists(lockFile))
                    return new PrivateFolder(folder, taken);
                taken.Dispose();
            }
            catch (IOException) when (attempt < MostAttempts) { }
        }
    }

    /// <summary>Removes what killed processes left behind.</summary>
    public static void RemoveAbandoned()
    {
        foreach (var old in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
            RemoveAbandoned(old);
    }

    /// <summary>Writes a file that only this user can read, and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
        return path;
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        held.Dispose();
    }

    // The lock is the operating system's and dies with its process, so a folder whose lock is free is nobody's.
    private static void RemoveAbandoned(string folder)
    {
        var lockFile = System.IO.Path.Combine(folder, LockName);
        try
        {
            if (!File.Exists(lockFile))
                return;
            using var free = Open(lockFile, FileMode.Open);
            // A child that outlived its runner may need its files still.
            if (!Leftovers.AnyUses(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In use, or another user's.
        }
    }

    private static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None);
}
