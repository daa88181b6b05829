using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Shows the change set that an apply would carry out. Takes no lock, creates no file, changes no database.</summary>
internal static class DryRunCommand
{
    private static readonly Option<bool> Offline = new("--offline") { Description = "Contact nothing: only the plan against the state" };

    private static readonly Option<bool> DetailedExitCode = new("--detailed-exitcode") { Description = "Exit with 2 where there is something to run" };

    private static readonly Option<bool> Full = new("--full") { Description = "Show unchanged steps too, and checks to their last line" };

    private static readonly Option<bool> NoChecks = new("--no-checks") { Description = "Leave out what checks ask (assert, wait, compare), which may be much work for a database" };
    private static readonly Option<string?> EvidenceFile = new("--evidence") { Description = "Show beside each step what this file of rehearse --evidence measured of the same text" };

    public static Command Build()
    {
        var command = new Command("dry-run", "Show what would run, against what ran; writes nothing anywhere")
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.SameVariables, CommonOptions.State, Offline, NoChecks, DetailedExitCode, Full, CommonOptions.ReviewFormat, DryRunLook.Out, CommonOptions.Approved, EvidenceFile,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, CancellationToken cancellationToken)
    {
        var offline = input.Parsed.GetValue(Offline);
        if (LoadedPlan.Load(input, readSecrets: !offline, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        if (!offline && SandboxOnly.Refuse(input, loaded, $"planrunner dry-run {input.Again} --offline") is { } noServers)
            return noServers;
        if (input.Parsed.GetValue(DryRunLook.Out) is { } target && (string.IsNullOrWhiteSpace(target) || Path.GetFullPath(target) == Path.GetFullPath(loaded.Plan.Source.Path)))
        {
            input.Output.Error($"error PR5065: --out \"{target}\" {(string.IsNullOrWhiteSpace(target) ? "names no file" : "is the plan itself")}\n  help: name a file of its own, such as approved.json");
            return ExitCodes.Invalid;
        }

        var evidence = Evidence(input, loaded);
        if (evidence is { Ok: false })
            return ExitCodes.Invalid;
        var reading = loaded.LookAtState(input.Arguments);
        if (input.Report(reading.Diagnostics))
            return ExitCodes.PersonNeeded;
        if (reading.Torn)
            input.Output.Error("note: the last line of the state was cut off while it was written; it is left out");

        var told = offline || StateLock.HeldBy(loaded.StatePath) is not null ? [] : await MarkerLook.PutRightAsync(input, loaded, reading.Snapshot, cancellationToken);
        if (told is null)
            return ExitCodes.StepFailed;
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        if (await DryRunLook.ShowAsync(input, loaded, changes, offline, evidence.Found, input.Parsed.GetValue(Full), input.Parsed.GetValue(NoChecks), $"planrunner dry-run {input.Arguments}", cancellationToken) is { } failed)
            return failed;
        if (Windows.RefuseLost(input, changes) is { } lost)
            return lost;
        if (told.Count > 0)
        {
            MarkerLook.Tell(input, told);
            input.Output.Error($"  help: this is what would run once the state is put right by the markers, which the next apply does, and nothing else\nnext: planrunner apply {input.Arguments}");
            return ExitCodes.PersonNeeded;
        }

        if (Undecided.TellRenamed(input, changes))
        {
            Undecided.Tell(input, changes);
            return ExitCodes.PersonNeeded;
        }

        if (Blocked.Refuse(input, changes) is { } blocked)
            return blocked;
        var otherValues = GivenVariables.Tell(input, loaded, reading.Snapshot);
        if (changes.Undecided.Any() && otherValues)
            input.Output.Error($"next: planrunner dry-run {input.Again} --same-vars");
        else if (changes.Undecided.Any())
            Undecided.Tell(input, changes);
        else if (!changes.NothingToDo)
            TellHow(input, loaded, changes);
        return input.Parsed.GetValue(DetailedExitCode) && !changes.NothingToDo ? ExitCodes.ChangesFound : ExitCodes.Done;
    }

    private static void TellHow(CommandInput input, LoadedPlan loaded, ChangeSet changes)
    {
        var first = loaded.Environment.Protected && changes.State.IsEmpty ? " --first-run" : "";
        var apply = $"planrunner apply {input.Arguments}";
        input.Output.Progress(loaded.Environment.RequireApproval
            ? Approval.HowTo("run", input, $"{apply}{first}")
            : $"To run exactly this, and nothing else: {apply} --expect-fingerprint {changes.Fingerprint}{first}");
    }

    private static (bool Ok, Evidence? Found) Evidence(CommandInput input, LoadedPlan loaded)
    {
        if (input.Parsed.GetValue(EvidenceFile) is not { } file)
            return (true, null);
        var diagnostics = new Diagnostics();
        var found = Reviewing.Evidence.Read(file, loaded.Plan.Name, diagnostics);
        return (!input.Report(diagnostics), found);
    }
}
