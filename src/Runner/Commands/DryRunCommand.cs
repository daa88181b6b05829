using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>Shows the change set that an apply would carry out. Takes no lock, creates no file, changes no database.</summary>
internal static class DryRunCommand
{
    private static readonly Option<bool> Offline = new("--offline")
    {
        Description = "Connect to nothing: compare only the plan with the state",
    };

    private static readonly Option<bool> DetailedExitCode = new("--detailed-exitcode")
    {
        Description = "Exit with 2 if there is something to run",
    };

    private static readonly Option<bool> Full = new("--full") { Description = "Also show unchanged steps, and all lines of checks" };

    private static readonly Option<bool> NoChecks = new("--no-checks")
    {
        Description = "Do not run checks (assert, wait, compare), which can be expensive for a database",
    };

    private static readonly Option<string?> EvidenceFile = new("--evidence")
    {
        Description = "Show beside each step what a rehearsal measured for the same text; the file of rehearse --evidence",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("dry-run", "Show what would run, compared with what ran; changes nothing")
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
