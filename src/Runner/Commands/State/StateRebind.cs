using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Commands.State;

/// <summary>Accepts that a connection now leads to another server or address.</summary>
internal static class StateRebind
{
    public static async Task<int> RunAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, "state rebind", cancellationToken);
        if (hold is null)
            return input.Output.Refuse(refusal!);
        using (hold)
        {
            await using var sessions = new Sessions(loaded.Plan.Name, loaded.Environment.Connections, loaded.Redactor);
            var diagnostics = new Diagnostics();
            var servers = new List<BoundServer>();
            foreach (var connection in loaded.Environment.Connections.Values)
            {
                if (await ServerIdentification.IdentifyAsync(sessions, connection, diagnostics, cancellationToken) is { } server)
                    servers.Add(server);
            }

            if (input.Report(diagnostics))
                return ExitCodes.StepFailed;
            using var store = hold.Open(reading => input.OpenStore(loaded, reading));
            store.Write(
                new ServersRebound(
                    input.Parts.Operator.User,
                    input.Parts.Operator.Machine,
                    input.Parsed.GetRequiredValue(CommonOptions.Reason),
                    servers
                ),
                flush: true
            );
            input.Output.Result($"Bound to {string.Join(", ", servers.Select(Named))}.\nnext: planrunner dry-run {input.Arguments}");
            return ExitCodes.Done;
        }
    }

    private static string Named(BoundServer server) =>
        $"{server.Connection} {server.Host}:{server.Port}/{server.Database} (system {server.SystemIdentifier})";
}
