using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>Runs what is not done and resumes what was cut off.</summary>
internal static class ApplyCommand
{
    private static readonly Option<bool> FirstRun = new("--first-run") { Description = "This protected environment has no state yet, and that is right" };

    /// <summary>Given by a rehearsal, which tells itself how to go on.</summary>
    public const string RehearsalOption = "--in-rehearsal";

    public static readonly Option<bool> InRehearsal = new(RehearsalOption) { Hidden = true };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("apply", "Run what is not done, resume what was cut off")
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.SameVariables, CommonOptions.State, CommonOptions.LockTimeout,
            CommonOptions.Yes, CommonOptions.Confirm, CommonOptions.Until, CommonOptions.ExpectFingerprint, CommonOptions.Approved, FirstRun, InRehearsal,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed), parts, cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(CommandInput input, RunnerParts parts, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        if (SandboxOnly.Refuse(input, loaded) is { } noServers)
            return noServers;
        if (Until(input, loaded) is not { Ok: true } until)
            return ExitCodes.Invalid;

        if ((input.Parsed.GetValue(CommonOptions.Confirm) ?? []).FirstOrDefault(path => StepArgument.Find(loaded, path) is null) is { } unknown)
        {
            input.Output.Error(StepArgument.Unknown(loaded, unknown));
            return ExitCodes.Invalid;
        }

        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, "apply", cancellationToken);
        if (hold is null)
            return refusal;
        using (hold)
        {
            if (hold.Reading.Snapshot.IsEmpty && loaded.Environment.Protected && !input.Parsed.GetValue(FirstRun))
            {
                input.Output.Error($"error PR5010: \"{loaded.Environment.Name}\" is protected and has no state at {loaded.StatePath}\n  help: if the plan ran here before, bring its state file back; if this is its first run: planrunner apply {input.Again} --first-run");
                return ExitCodes.PersonNeeded;
            }

            var changes = ChangePlanner.Decide(loaded.Rendered, hold.Reading.Snapshot, input.Time.GetUtcNow());
            if (!changes.NothingToDo && GivenVariables.Refuse(input, loaded, hold.Reading.Snapshot, $"planrunner apply {input.Again}") is { } otherValues)
                return otherValues;
            if (await RefuseAsync(input, loaded, changes, cancellationToken) is { } code)
            {
                // A window does not stand open for want of an answer.
                return code == ExitCodes.PersonNeeded && Output.Asker(input.Output) is null && changes.All.FirstOrDefault(c => c.Open is { TakeBackFirst: true }) is { } open
                    ? await new ApplyRun(input, loaded, hold, parts).TakeBackAsync(open, cancellationToken)
                    : code;
            }

            return await new ApplyRun(input, loaded, hold, parts).RunAsync(changes, until.Path, cancellationToken);
        }
    }

    private static (bool Ok, StepPath? Path)? Until(CommandInput input, LoadedPlan loaded)
    {
        if (input.Parsed.GetValue(CommonOptions.Until) is not { } wanted)
            return (true, null);
        if (StepArgument.Find(loaded, wanted) is not { } step)
        {
            input.Output.Error(StepArgument.Unknown(loaded, wanted));
            return (false, null);
        }

        for (var parent = step.Path.Parent; !parent.IsRoot; parent = parent.Parent)
        {
            if (StepArgument.Find(loaded, parent.Value)?.Step.Guarded == true)
            {
                input.Output.Error($"error PR3905: --until {wanted} would stop inside the guarded group \"{parent}\"\n  help: stop before it or after it");
                return (false, null);
            }
        }

        return (true, step.Path);
    }

    private static void WarnOfRemoved(CommandInput input, ChangeSet changes)
    {
        foreach (var removed in changes.Removed)
            input.Output.Error($"warning PR5017: step \"{removed.Path}\" ran here and is no longer in the plan\n  help: what it did stays; if it has another id now, write renamed_from: {removed.Path} there, or type: planrunner state mv {input.Arguments.Plan} {CommandArguments.Quoted(removed.Path)} NEW {input.Arguments.Options} --reason \"…\"", "yellow");
    }

    // Null where the run may start.
    private static async Task<int?> RefuseAsync(CommandInput input, LoadedPlan loaded, ChangeSet changes, CancellationToken cancellationToken)
    {
        if (Windows.RefuseLost(input, changes) is { } lost)
            return lost;
        if (RefuseOther(input, changes) is { } notAgreed)
            return notAgreed;

        // Where something runs, who answers is asked; where nothing does, what is declared must do.
        if (changes.NothingToDo && ServerBinding.Difference(changes.State, loaded.Environment.Connections.Values) is { } other)
        {
            input.Output.Error($"error PR5016: {other}\n  help: if that is lawful: planrunner state rebind {input.Arguments} --reason \"…\"; a database of its own needs an environment (and so a state) of its own");
            return ExitCodes.PersonNeeded;
        }

        if (changes.NothingToDo)
        {
            // What was done may be gone since, with a server or to an earlier time: then the run puts the state right and stops.
            var told = loaded.HasMarkers ? await MarkerLook.PutRightAsync(input, loaded, loaded.ReadState().Snapshot, cancellationToken) : [];
            if (told is null)
                input.Output.Error($"next: planrunner apply {input.Again}");
            if (told is not { Count: 0 })
                return told is null ? ExitCodes.StepFailed : null;
            input.Output.Result($"Nothing to run: {changes.Unchanged} steps are done. {ReviewWords.Summary(changes)}");
            return ExitCodes.Done;
        }

        if (changes.Refused.Any())
        {
            Undecided.TellRenamed(input, changes);
            foreach (var change in changes.Refused.Where(c => c.RanUnder is null))
                input.Output.Error($"{change.Step.Place}: error PR5012: step \"{change.Path}\": {change.Reason}");
            Undecided.Tell(input, changes, $"nothing was started; see planrunner dry-run {input.Arguments}");
            return ExitCodes.PersonNeeded;
        }

        if (Blocked.Refuse(input, changes) is { } blocked)
            return blocked;
        WarnOfRemoved(input, changes);
        return await AskStartAsync(input, loaded, changes, cancellationToken);
    }

    // Exactly what was agreed on, or nothing.
    private static int? RefuseOther(CommandInput input, ChangeSet changes)
    {
        if (input.Parsed.GetValue(CommonOptions.ExpectFingerprint) is { } expected && expected != changes.Fingerprint)
        {
            input.Output.Error($"error PR5011: what would run now has fingerprint {changes.Fingerprint}, not {expected}\n  help: nothing was started; look at what differs: planrunner dry-run {input.Arguments}");
            return ExitCodes.PersonNeeded;
        }

        return Approval.Refuse(input, changes, $"planrunner dry-run {input.Arguments}", $"planrunner apply {input.Again}");
    }

    private static void TellUnasked(CommandInput input, ChangeSet changes)
    {
        input.Output.Error("error PR5013: nobody can be asked: this is no terminal");
        if (changes.Undecided.Any())
        {
            Undecided.Tell(input, changes, "nothing was started");
            return;
        }

        input.Output.Error("  help: nothing was started; "
            + "--expect-fingerprint runs what is shown here and nothing else, --yes whatever is to run by then\n"
            + $"next: planrunner apply {input.Again} --expect-fingerprint {changes.Fingerprint}");
    }

    private static async Task<int?> AskStartAsync(CommandInput input, LoadedPlan loaded, ChangeSet changes, CancellationToken cancellationToken)
    {
        if (input.Parsed.GetValue(CommonOptions.Yes) || input.Parsed.GetValue(CommonOptions.ExpectFingerprint) is not null || input.Parsed.GetValue(CommonOptions.Approved) is not null)
        {
            input.Output.Progress(ReviewWords.Summary(changes));
            return null;
        }

        input.Output.Result(new ReviewText(new ReviewBuilder(changes, ReviewMaterial.None).Build(), full: false, input.Output.ResultColour, input.Output.ResultWidth).Write());
        if (Output.Asker(input.Output) is not { } ask)
        {
            TellUnasked(input, changes);
            return ExitCodes.PersonNeeded;
        }

        if (await ask($"Run this in {loaded.Environment.Name}?", cancellationToken))
            return null;
        input.Output.Error("Nothing was started.");
        return ExitCodes.PersonNeeded;
    }
}
