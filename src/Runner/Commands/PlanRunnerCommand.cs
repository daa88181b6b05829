using System.CommandLine;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;

namespace PlanRunner.Runner.Commands;

/// <summary>The command line: every command, and what all of them have in common.</summary>
internal static class PlanRunnerCommand
{
    public static async Task<int> RunAsync(string[] arguments, RunnerParts parts)
    {
        var parsed = Build(parts).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            var output = Output.ForProcess(quiet: false, verbose: false, noColour: false);
            foreach (var error in parsed.Errors)
                output.Error($"error PR3903: {error.Message}");
            output.Error($"help: planrunner {string.Join(' ', arguments.Take(1).Where(a => !a.StartsWith('-')))} --help");
            return ExitCodes.Invalid;
        }

        using var stop = new StopSignals();
        try
        {
            return await parsed.InvokeAsync(Configuration(), stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCodes.Cancelled;
        }
    }

    private static InvocationConfiguration Configuration() => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    private static RootCommand Build(RunnerParts parts)
    {
        var root = new RootCommand("Validates, dry-runs and carries out database migration plans, exactly once.")
        {
            ValidateCommand.Build(),
            RenderCommand.Build(),
            DryRunCommand.Build(),
            ApplyCommand.Build(parts),
            StatusCommand.Build(),
            DecisionCommands.Approve(),
            DecisionCommands.Resolve(),
            DecisionCommands.Accept(),
            UndoCommand.Build(parts),
            StateCommand.Build(),
            SchemaCommand.Build(),
            RehearseCommand.Build((arguments, token) => Build(parts).Parse(arguments).InvokeAsync(Configuration(), token)),
            WorkloadCommand.Build(),
        };
        root.Options.Add(CommonOptions.Quiet);
        root.Options.Add(CommonOptions.Verbose);
        root.Options.Add(CommonOptions.NoColour);
        return root;
    }
}
