using System.Diagnostics;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Repository;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>The real command in a process of its own, and the same with a journal that dies on cue.</summary>
internal static class PlanRunnerProcess
{
    /// <summary>The program and its first arguments: what ./test has published, as people install it, else what was built beside the tests.</summary>
    public static IReadOnlyList<string> Command { get; } =
        Environment.GetEnvironmentVariable("PLANRUNNER_TEST_COMMAND") is { Length: > 0 } published
            ? [published]
            : ["dotnet", typeof(Runner.State.StateStore).Assembly.Location];

    private static string KillHost { get; } =
        Path.Combine(
            RepositoryRoot.Path,
            "tests",
            "KillHost",
            "bin",
            Path.GetRelativePath(Path.Combine(RepositoryRoot.Path, "tests", "PlanRunner.Tests", "bin"), AppContext.BaseDirectory),
            "killhost.dll"
        );

    public static Task<ProcessResult> RunAsync(string workingFolder, params string[] arguments) =>
        StartAsync(workingFolder, null, [.. Command, .. arguments]);

    public static Task<ProcessResult> RunAsync(
        string workingFolder,
        IReadOnlyDictionary<string, string?> environment,
        params string[] arguments
    ) => StartAsync(workingFolder, environment, [.. Command, .. arguments]);

    /// <summary>Dies as by SIGKILL right before or right after one line of the journal (see KillHost).</summary>
    public static Task<ProcessResult> RunDyingAsync(string workingFolder, bool before, string which, params string[] arguments) =>
        StartAsync(workingFolder, null, ["dotnet", KillHost, before ? "before" : "after", which, .. arguments]);

    /// <summary>The same as a process that the caller can end at any moment.</summary>
    public static Process Start(string workingFolder, params string[] arguments) =>
        StartProgram(workingFolder, Command[0], [.. Command.Skip(1), .. arguments]);

    /// <summary>The same on a terminal of its own.</summary>
    public static Terminal OnTerminal(string workingFolder, params string[] arguments) =>
        Terminal.Start(workingFolder, Command[0], [.. Command.Skip(1), .. arguments]);

    public static Process StartProgram(string workingFolder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for its end; what it said, stderr first.</summary>
    public static async Task<string> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return await error + await output;
    }

    private static Task<ProcessResult> StartAsync(
        string workingFolder,
        IReadOnlyDictionary<string, string?>? environment,
        string[] command
    ) =>
        new ProcessRunner().RunAsync(
            ProcessCommand.Of(command[0], command[1..]) with
            {
                WorkingDirectory = workingFolder,
                Environment = environment ?? new Dictionary<string, string?>(),
            },
            CancellationToken.None
        );
}
