namespace PlanRunner.Steps.Processes;

/// <summary>Finds programs as a shell would.</summary>
internal static class ProgramPath
{
    /// <summary>The full path of a program, or null. A name with a slash is a path, relative to <paramref name="folder"/>.</summary>
    public static string? Find(string program, string? searchPath = null, string? folder = null) =>
        Candidates(program, searchPath, folder).FirstOrDefault(IsExecutable);

    /// <summary>What is there instead of a program that was not found.</summary>
    public static ProcessStartException WhyNot(string program, string? searchPath, string folder)
    {
        var paths = Candidates(program, searchPath, folder).ToList();
        if (paths.Find(File.Exists) is { } file)
            return ProcessStartException.Of(
                $"{Named(program, file)} is not executable",
                $"if it is a program: chmod +x {file}; if it is a script, name its interpreter first, such as command: [sh, {program}]"
            );
        return paths.Find(Directory.Exists) is { } named && program.Contains('/', StringComparison.Ordinal)
            ? ProcessStartException.Of($"{Named(program, named)} is a folder, not a program", "name the program in it")
            : ProcessStartException.Of($"the program {program} was not found", "install it, or correct its name or PATH");
    }

    private static string Named(string program, string path) => program == path ? program : $"{program} ({path})";

    private static IEnumerable<string> Candidates(string program, string? searchPath, string? folder) =>
        program.Contains('/', StringComparison.Ordinal)
            ? [Path.GetFullPath(program, folder ?? Directory.GetCurrentDirectory())]
            : (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => Path.Combine(entry, program));

    private static bool IsExecutable(string path)
    {
        const UnixFileMode any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & any) != UnixFileMode.None);
    }
}
