using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Commands.Pages;
using PlanRunner.Runner.Commands.State;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>The command line: every command, and what all of them have in common.</summary>
internal static class PlanRunnerCommand
{
    public static async Task<int> RunAsync(string[] arguments, RunnerParts parts)
    {
        using var stop = new StopSignals(parts);
        return await RunAsync(arguments, parts with { RunBegins = stop.RunBegins }, stop.Token);
    }

    private static async Task<int> RunAsync(string[] arguments, RunnerParts parts, CancellationToken stop)
    {
        if (arguments is [])
        {
            // Nothing was asked for: the help says what can be, and a script that lost its words does not go on.
            await Build(parts).Parse(["--help"]).InvokeAsync(Configuration(parts));
            return ExitCodes.Invalid;
        }

        var parsed = Build(parts).Parse(arguments);
        // If the line is wrong all the same, the error reported is the one with the plan in its place.
        if (parsed.Errors.Count > 0 && WithPlan(parsed, arguments, parts) is { } whole)
        {
            arguments = whole;
            parsed = Build(parts).Parse(arguments);
        }

        if (parsed.Errors.Count > 0 || CommandLineMistakes.UnknownOptions(parsed).Count > 0)
            return parts.Output.Refuse(CommandLineMistakes.Of(parsed));

        var typed = $"planrunner {string.Join(' ', arguments.Select(CommandArguments.Quoted))}";
        try
        {
            var code = await parsed.InvokeAsync(Configuration(parts), stop);
            // Whoever reads the result must not take an empty one for a whole one.
            return code == ExitCodes.Done && parts.Console.LostResult is { } lost ? Unwritable(parts, lost, typed) : code;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return parts.Output.Refuse(new Refusal(ExitCodes.Cancelled) { Said = "cancelled", Next = typed });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk, a folder that may not be written, a pipe that nobody reads any more: the message names the path.
            return Unwritable(parts, exception, typed);
        }
        catch (Exception exception)
        {
            // The message of somebody else's exception may hold what must not be seen; type and place are enough to find the bug.
            return parts.Output.Refuse(Bug(exception));
        }
    }

    private static Refusal Bug(Exception exception) =>
        new(ExitCodes.Bug)
        {
            Reasons =
            [
                Diagnostic.Error(
                    "PR9001",
                    $"a bug in planrunner: {exception.GetType().FullName}",
                    null,
                    "report it with these lines; what was done is recorded in the state, and the next apply continues from there"
                ) with
                {
                    Detail = exception.StackTrace,
                },
            ],
        };

    // In a folder with a plan it can be omitted: it is inserted right after the command if the line then parses with fewer errors.
    private static string[]? WithPlan(ParseResult parsed, string[] arguments, RunnerParts parts)
    {
        if (
            !parsed.CommandResult.Command.Arguments.Contains(CommonOptions.Plan)
            || !File.Exists(parts.InFolder(CommonOptions.UsualPlan))
            || (parsed.GetResult(CommonOptions.Plan) is { Tokens: [var named, ..] } && IsPlan(parts.InFolder(named.Value)))
        )
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
        return parsed.RootCommandResult.Command.Parse(whole).Errors.Count < parsed.Errors.Count ? whole : null;
    }

    private static bool IsPlan(string path) => File.Exists(path) || File.Exists(Path.Combine(path, CommonOptions.UsualPlan));

    private static InvocationConfiguration Configuration(RunnerParts parts) =>
        new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = parts.Console.Results,
        };

    private static int Unwritable(RunnerParts parts, Exception exception, string typed)
    {
        const string Help = "fix this, then run the same command again; what was done before is recorded in the state";
        try
        {
            parts.Output.Refuse(
                Refusal.Of(ExitCodes.StepFailed, "PR5005", $"a file could not be read or written: {exception.Message}", Help) with
                {
                    Next = typed,
                }
            );
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
            ValidateCommand.Build(parts),
            RenderCommand.Build(parts),
            DryRunCommand.Build(parts),
            CompareCommand.Build(parts),
            ApplyCommand.Build(parts),
            StatusCommand.Build(parts),
            DecisionCommands.Approve(parts),
            DecisionCommands.Resolve(parts),
            DecisionCommands.Accept(parts),
            UndoCommand.Build(parts),
            StateCommand.Build(parts),
            SchemaCommand.Build(parts),
            DocsCommand.Build(parts),
            ExplainCommand.Build(parts),
            TemplatesCommand.Build(parts),
            RehearseCommand.Build(parts),
            WorkloadCommand.Build(parts),
        };
        root.Options.Add(CommonOptions.Quiet);
        root.Options.Add(CommonOptions.Verbose);
        root.Options.Add(CommonOptions.NoColour);
        return root;
    }
}
