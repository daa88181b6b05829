using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>
/// An environment whose servers are started by a rehearsal has none before: a query would reach whatever listens on this machine.
/// </summary>
internal static class SandboxGate
{
    public static Refusal? Ask(GateQuestion asked)
    {
        if (asked.Offline || asked.Plan.Environment.Sandbox is not { } sandbox)
            return null;
        // A dry run needs no servers; only a rehearsal can apply or undo.
        var instead = asked.Command == GatedCommand.DryRun ? $"{asked.Typed.Whole} --offline" : null;
        var names = string.Join(", ", sandbox.Clusters.Keys.Select(name => $"\"{name}\""));
        var servers = sandbox.Clusters.Count == 1 ? "is a sandbox, whose server" : "are sandboxes, whose servers";
        return new Refusal(ExitCodes.Invalid)
        {
            Reasons =
            [
                Diagnostic.Error(
                    "PR5088",
                    $"environment \"{asked.Plan.Environment.Name}\" is for rehearsals: {names} {servers} only planrunner rehearse starts",
                    sandbox.Clusters.Values.First().Place,
                    $"{(instead is null ? "" : "without servers, run what next: shows; ")}to continue in a running sandbox, "
                        + "pass the environment file that the rehearsal printed with --env"
                ),
            ],
            Next = instead ?? $"planrunner rehearse {asked.Typed.Rehearsed}",
        };
    }
}
