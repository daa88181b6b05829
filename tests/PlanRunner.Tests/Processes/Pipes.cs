using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests;

/// <summary>Named pipes, to which nobody writes.</summary>
internal static class Pipes
{
    public static void Make(string path)
    {
        var made = new ProcessRunner().RunAsync(ProcessCommand.Of("mkfifo", [path]), CancellationToken.None);
        Assert.Equal(0, made.GetAwaiter().GetResult().ExitCode);
    }
}
