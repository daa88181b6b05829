namespace PlanRunner.Steps.Processes;

/// <summary>Finds programs as a shell would.</summary>
public static class ProgramPath
{
    /// <summary>The full path of a program, or null. A name with a slash is a path, relative to <paramref name="folder"/>.</summary>
    public static string? Find(string program, string? searchPath = null, string? folder = null)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(program, folder ?? Directory.GetCurrentDirectory());
            return IsExecutable(path) ? path : null;
        }

        return (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => Path.Combine(entry, program))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & any) != UnixFileMode.None);
    }
}
