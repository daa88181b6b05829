using System.Reflection;

namespace PlanRunner.Runner.Operations;

internal static class RunnerVersion
{
    public static string Text { get; } =
        typeof(RunnerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0";
}
