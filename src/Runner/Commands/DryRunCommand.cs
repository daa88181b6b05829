using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Source;

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
            DryRunLook.Out,
            CommonOptions.Approved,
            EvidenceFile,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed, parts), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, CancellationToken cancellationToken)
    {
        var offline = input.Parsed.GetValue(Offline);
        if (LoadedPlan.Load(input, readSecrets: !offline, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var asked = input.Question(GatedCommand.DryRun, loaded) with { Offline = offline };
        if ((GateList.First(GateMoment.Loaded, asked) ?? DryRunLook.WrongTarget(input, loaded)) is { } mistake)
            return input.Output.Refuse(mistake);
        if (!Evidence(input, loaded, out var evidence))
            return ExitCodes.Invalid;
        var reading = loaded.LookAtState(input.Arguments);
        if (GateList.First(GateMoment.StateRead, asked with { Reading = reading }) is { } damaged)
            return input.Output.Refuse(damaged);
        if (reading.Torn)
            input.Output.Error("note: the last line of the state was cut off while it was written; it is left out");
        var (differences, unread) =
            offline || StateLock.HeldBy(loaded.StatePath) is not null
                ? ([], null)
                : await MarkerLook.PutRightAsync(loaded, reading.Snapshot, input.Time, cancellationToken);
        if (unread is not null)
            return input.Output.Refuse(unread);
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        asked = asked with { Changes = changes, Markers = differences };
        var options = new LookOptions($"planrunner dry-run {input.Arguments}")
        {
            Offline = offline,
            Evidence = evidence,
            Full = input.Parsed.GetValue(Full),
            WithoutChecks = input.Parsed.GetValue(NoChecks),
        };
        if (
            (
                await new DryRunLook(input, loaded, options).ShowAsync(changes, cancellationToken)
                ?? GateList.First(GateMoment.Shown, asked)
            ) is
            { } refusal
        )
            return input.Output.Refuse(refusal);
        TellHow(input, asked);
        return input.Parsed.GetValue(DetailedExitCode) && !changes.NothingToDo ? ExitCodes.ChangesFound : ExitCodes.Done;
    }

    private static void TellHow(CommandInput input, GateQuestion asked)
    {
        var otherValues = GivenVariables.Warning(asked.Plan, asked.Now.State, asked.Given);
        if (otherValues is not null)
            input.Output.Tell(otherValues);
        if (asked.Now.Undecided.Any())
            input.Output.Advise(
                otherValues is null ? new Undecided(input.Arguments).First(asked.Now) : new Advice(null, $"{asked.Typed.Whole} --same-vars")
            );
        else if (!asked.Now.NothingToDo)
            input.Output.Progress(DryRunLook.HowToApply(input, asked));
    }

    private static bool Evidence(CommandInput input, LoadedPlan loaded, out Evidence? found)
    {
        var diagnostics = new Diagnostics();
        found = input.Parsed.GetValue(EvidenceFile) is { } file ? Reviewing.Evidence.Read(file, loaded.Plan.Name, diagnostics) : null;
        return !input.Report(diagnostics);
    }
}
