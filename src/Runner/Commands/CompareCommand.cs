using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Commands;

/// <summary>
/// Shows what differs for a plan between two environments, by their files and states alone: reads no secret, connects to nothing.
/// </summary>
internal static class CompareCommand
{
    private static readonly Option<string?> With = new("--with", "-w")
    {
        Description = "The environment to compare with: a name in environments/ beside the plan, or a path to its file",
    };

    private static readonly Option<string?> WithState = new("--with-state")
    {
        Description = "The state file of the environment that --with names",
    };

    private static readonly Option<bool> DetailedExitCode = new("--detailed-exitcode")
    {
        Description = "Exit with 2 if a step, a setting or what has run differs",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("compare", "Show what differs between two environments: texts, values, and what has run where")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            With,
            CommonOptions.Variables,
            CommonOptions.State,
            WithState,
            DetailedExitCode,
            CommonOptions.ReviewFormat,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(new CommandInput(parsed, parts), cancellationToken)));
        return command;
    }

    private static int Run(CommandInput input, CancellationToken cancellationToken)
    {
        var other = new NamedEnvironment(
            "--with",
            input.Located(input.Parsed.GetValue(With)),
            input.File(WithState),
            "no environment is named to compare with"
        );
        if (ComparedPlans.Load(input, other, cancellationToken) is not { } plans)
            return ExitCodes.Invalid;
        if (plans.Compare(input) is not { } comparison)
            return ExitCodes.PersonNeeded;
        ReportFormats.Show(input.Output, input.Request.ReviewFormat, Report.Of(comparison), new FormatOptions { Again = Again(input) });
        return input.Parsed.GetValue(DetailedExitCode) && comparison.Differs ? ExitCodes.ChangesFound : ExitCodes.Done;
    }

    private static string Again(CommandInput input)
    {
        var state = input.Parsed.GetValue(WithState) is { } path ? $" --with-state {CommandArguments.Quoted(path)}" : "";
        return $"planrunner compare {input.Arguments} --with {CommandArguments.Quoted(input.Parsed.GetValue(With)!)}{state}";
    }
}
