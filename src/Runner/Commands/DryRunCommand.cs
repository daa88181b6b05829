using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>Shows the change set that an apply would carry out. Takes no lock, creates no file, changes no database.</summary>
internal static class DryRunCommand
{
    private static readonly Option<bool> Offline = new("--offline") { Description = "Contact nothing: only the plan against the state" };

    private static readonly Option<bool> DetailedExitCode = new("--detailed-exitcode")
    {
        Description = "Exit with 2 where there is something to run",
    };

    private static readonly Option<bool> Full = new("--full") { Description = "Show unchanged steps too, and checks to their last line" };

    private static readonly Option<bool> NoChecks = new("--no-checks")
    {
        Description = "Leave out what checks ask (assert, wait, compare), which may be much work for a database",
    };

    private static readonly Option<string?> EvidenceFile = new("--evidence")
    {
        Description = "Show beside each step what this file of rehearse --evidence measured of the same text",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("dry-run", "Show what would run, against what ran; writes nothing anywhere")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            Offline,
            NoChecks,
            DetailedExitCode,
            Full,
            CommonOptions.ReviewFormat,
            CommonOptions.Out,
            CommonOptions.Approved,
            EvidenceFile,
        };
        command.SetAction((parsed, token) => Run(new CommandInput(parsed, parts)).RunAsync(token));
        return command;
    }

    private static DryRunOperation Run(CommandInput input) =>
        new(
            input,
            new DryRunOptions
            {
                Offline = input.Parsed.GetValue(Offline),
                WithoutChecks = input.Parsed.GetValue(NoChecks),
                DetailedExitCode = input.Parsed.GetValue(DetailedExitCode),
                Full = input.Parsed.GetValue(Full),
                EvidenceFile = input.File(EvidenceFile),
            }
        );
}
