using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Operations;

/// <summary>Prints the rendered text of a plan's steps, secrets by name.</summary>
/// <param name="input">The plan, and where it is printed.</param>
/// <param name="wanted">One step or group only, as it was typed; null for the whole plan.</param>
/// <param name="json">As JSON.</param>
internal sealed class RenderOperation(OperationInput input, string? wanted, bool json)
{
    public int Run()
    {
        if (LoadedPlan.Load(input, readSecrets: false, CancellationToken.None) is not { } loaded)
            return ExitCodes.Invalid;
        var leaves = loaded.Rendered.Leaves.Where(l => wanted is null || StepArgument.IsIn(wanted, l)).ToList();
        if (leaves.Count == 0 && wanted is not null)
            return input.Output.Refuse(StepArgument.Unknown(loaded.Rendered, wanted));
        if (json)
        {
            input.Output.Result(RenderedJson.Of(loaded.Rendered, leaves));
            return ExitCodes.Done;
        }

        foreach (var leaf in leaves)
            input.Output.Result(Text(leaf));
        return ExitCodes.Done;
    }

    private static string Text(RenderedStep leaf)
    {
        var on = leaf.Body!.Connections.Count > 0 ? " on " + string.Join(", ", leaf.Body.Connections) : "";
        return $"-- {leaf.Path} ({leaf.Body.Kind.Key}{on})\n{leaf.Body.Redacted.TrimEnd()}\n";
    }
}
