using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;

namespace PlanRunner.Runner.Commands;

/// <summary>The command line: every command, and what all of them have in common.</summary>
internal static class PlanRunnerCommand
{
    public static async Task<int> RunAsync(string[] arguments, RunnerParts parts)
    {
        if (arguments is [])
        {
            // Nothing was asked for: the help says what can be, and a script that lost its words does not go on.
            await Build(parts).Parse(["--help"]).InvokeAsync(Configuration());
            return ExitCodes.Invalid;
        }

        var parsed = Build(parts).Parse(arguments);
        if (parsed.Errors.Count > 0 && WithPlan(parsed, arguments) is { } whole)
        {
            arguments = whole;
            parsed = Build(parts).Parse(arguments);
        }

        if (parsed.Errors.Count > 0 || CommandLineMistakes.UnknownOptions(parsed).Count > 0)
            return CommandLineMistakes.Tell(parsed);

        var typed = $"planrunner {string.Join(' ', arguments.Select(CommandArguments.Quoted))}";
        using var stop = new StopSignals();
        try
        {
            var code = await parsed.InvokeAsync(Configuration(), stop.Token);
            // Whoever reads the result must not take an empty one for a whole one.
            return code == ExitCodes.Done && Output.LostResult is { } lost ? Unwritable(lost, typed) : code;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Output.ForProcess(quiet: false, verbose: false, noColour: false).Error($"cancelled\nnext: {typed}");
            return ExitCodes.Cancelled;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk, a folder that may not be written, a pipe that nobody reads any more: the message names the path.
            return Unwritable(exception, typed);
        }
        catch (Exception exception)
        {
            // The message of somebody else's exception may hold what must not be seen; type and place are enough to find the bug.
            Output.ForProcess(quiet: false, verbose: false, noColour: false)
                .Error($"error PR9001: a bug in planrunner: {exception.GetType().FullName}\n{exception.StackTrace}\n  help: report it with these lines; what was done stands in the state, and the next apply goes on from there");
            return ExitCodes.Bug;
        }
    }

    // In a folder with a plan it need not be named: it stands right behind the command, and with it the line must make sense.
    private static string[]? WithPlan(ParseResult parsed, string[] arguments)
    {
        if (!parsed.CommandResult.Command.Arguments.Contains(CommonOptions.Plan) || !File.Exists(CommonOptions.UsualPlan))
            return null;
        var words = 0;
        for (var command = parsed.CommandResult; command.Parent is CommandResult outer; command = outer)
            words++;
        var behind = 0;
        for (var at = 0; at < arguments.Length && words > 0; at++)
        {
            if (!arguments[at].StartsWith('-') && --words == 0)
                behind = at + 1;
        }

        string[] whole = [.. arguments[..behind], CommonOptions.UsualPlan, .. arguments[behind..]];
        return parsed.RootCommandResult.Command.Parse(whole).Errors.Count == 0 ? whole : null;
    }

    private static InvocationConfiguration Configuration() => new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    private static int Unwritable(Exception exception, string typed)
    {
        try
        {
            Output.ForProcess(quiet: false, verbose: false, noColour: false)
                .Error($"error PR5005: a file could not be read or written: {exception.Message}\n  help: mend that, then type the same command again; what was done before stands in the state\nnext: {typed}");
        }
        catch (IOException)
        {
            // Not even stderr takes it: the exit code has to say it.
        }

        return ExitCodes.StepFailed;
    }

    private static RootCommand Build(RunnerParts parts)
    {
        var root = new RootCommand("Validates, dry-runs and carries out database migration plans, exactly once.")
        {
            ValidateCommand.Build(),
            RenderCommand.Build(),
            DryRunCommand.Build(),
            CompareCommand.Build(),
            ApplyCommand.Build(parts),
            StatusCommand.Build(),
            DecisionCommands.Approve(),
            DecisionCommands.Resolve(),
            DecisionCommands.Accept(),
            UndoCommand.Build(parts),
            StateCommand.Build(),
            SchemaCommand.Build(),
            DocsCommand.Build(),
            ExplainCommand.Build(),
            TemplatesCommand.Build(),
            RehearseCommand.Build((arguments, watch, token) => Build(watch is null ? parts : parts.Watched(watch)).Parse(arguments).InvokeAsync(Configuration(), token)),
            WorkloadCommand.Build(),
        };
        root.Options.Add(CommonOptions.Quiet);
        root.Options.Add(CommonOptions.Verbose);
        root.Options.Add(CommonOptions.NoColour);
        return root;
    }
}
