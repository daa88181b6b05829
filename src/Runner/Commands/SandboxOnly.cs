using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>
/// An environment whose servers a rehearsal starts has none before: whatever asks them would ask whoever listens on this machine.
/// </summary>
internal static class SandboxOnly
{
    /// <param name="input">What was typed.</param>
    /// <param name="loaded">The plan in the environment.</param>
    /// <param name="instead">Another command that needs no servers; null where only a rehearsal can do it.</param>
    public static int? Refuse(CommandInput input, LoadedPlan loaded, string? instead = null)
    {
        if (loaded.Environment.Sandbox is not { } sandbox)
            return null;
        var names = string.Join(", ", sandbox.Clusters.Keys.Select(name => $"\"{name}\""));
        var next = instead ?? $"planrunner rehearse {input.Rehearsed}";
        input.Output.Print(Diagnostic.Error(
            "PR5088",
            $"environment \"{loaded.Environment.Name}\" is for rehearsals: {names} {(sandbox.Clusters.Count == 1 ? "is a sandbox, whose server" : "are sandboxes, whose servers")} only planrunner rehearse starts",
            sandbox.Clusters.Values.First().Place,
            $"{(instead is null ? "" : "without servers as told under next:; ")}to go on in a sandbox that runs, name its environment file with --env, as the rehearsal told when it left it"));
        input.Output.Error($"next: {next}");
        return ExitCodes.Invalid;
    }
}
