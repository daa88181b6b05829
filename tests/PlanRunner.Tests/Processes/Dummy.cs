using PlanRunner.Steps.Processes;

namespace PlanRunner.Tests.Processes;

/// <summary>The program of tests/Dummy as a command.</summary>
internal static class Dummy
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "PlanRunner.Dummy.dll");

    public static string[] Command(params string[] arguments) => [Environment.ProcessPath!, File, .. arguments];

    public static ProcessCommand Of(params string[] arguments) => ProcessCommand.Of(Environment.ProcessPath!, [File, .. arguments]);
}
