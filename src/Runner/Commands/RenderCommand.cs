using System.CommandLine;
using PlanRunner.Runner.Execution;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Commands;

/// <summary>Prints rendered text, secrets by name.</summary>
internal static class RenderCommand
{
    private static readonly Argument<string?> Step = new("STEP") { Description = "Only this step or group", Arity = ArgumentArity.ZeroOrOne };

    public static Command Build()
    {
        var command = new Command("render", "Print the rendered text of a plan's steps, secrets by name")
        {
            CommonOptions.Plan, Step, CommonOptions.Environment, CommonOptions.Variables,
        };
        command.SetAction(parsed => Run(new CommandInput(parsed)));
        return command;
    }

    private static int Run(CommandInput input)
    {
        if (LoadedPlan.Load(input, readSecrets: false) is not { } loaded)
            return ExitCodes.Invalid;
        var wanted = input.Parsed.GetValue(Step);
        var leaves = loaded.Rendered.Leaves.Where(l => wanted is null || l.Path.Value == wanted || l.Path.IsWithin(new StepPath(wanted))).ToList();
        if (leaves.Count == 0 && wanted is not null)
        {
            input.Output.Error(StepArgument.Unknown(loaded, wanted));
            return ExitCodes.Invalid;
        }

        foreach (var leaf in leaves)
            input.Output.Result($"-- {leaf.Path} ({leaf.Body!.Kind.Key}{(leaf.Body.Connections.Count > 0 ? " on " + string.Join(", ", leaf.Body.Connections) : "")})\n{leaf.Body.Redacted.TrimEnd()}\n");
        return ExitCodes.Done;
    }
}
