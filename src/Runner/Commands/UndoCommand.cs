using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>Takes done steps back in reverse, each with the undo that the plan has today.</summary>
internal static class UndoCommand
{
    private static readonly Option<string?> To = new("--to") { Description = "The last step that stays; without it everything is taken back" };

    private static readonly Option<string[]> Past = new("--past") { Description = "Go back past this point of no return, whatever that loses (repeatable)" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what would be taken back, as dry-run shows what would run; writes nothing anywhere" };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("undo", "Take done steps back, in reverse")
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.SameVariables, CommonOptions.State, CommonOptions.LockTimeout, CommonOptions.Yes,
            CommonOptions.Confirm, CommonOptions.Approved, To, Past, DryRun, CommonOptions.ReviewFormat, DryRunLook.Out,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed), parts, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, RunnerParts parts, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        if (SandboxOnly.Refuse(input, loaded) is { } noServers)
            return noServers;
        if (input.Parsed.GetValue(DryRun))
            return await LookAsync(input, loaded, cancellationToken);
        if (input.Parsed.GetValue(DryRunLook.Out) is not null)
        {
            input.Output.Error($"error PR5086: --out saves what --dry-run shows\n  help: planrunner undo {input.Again} --dry-run");
            return ExitCodes.Invalid;
        }

        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, "undo", cancellationToken);
        if (hold is null)
            return refusal;
        using (hold)
        {
            var changes = ChangePlanner.Decide(loaded.Rendered, hold.Reading.Snapshot, input.Time.GetUtcNow());
            var (chosen, code) = Decide(input, loaded, changes);
            if (chosen is null)
                return code;
            if (await RefuseAsync(input, loaded, changes, chosen, cancellationToken) is { } refused)
                return refused;
            return await new ApplyRun(input, loaded, hold, parts).WithRunAsync("undo", null, (run, token) => UndoAsync(run, changes, chosen, token), cancellationToken);
        }
    }

    // What is shown is what would be done, with what then would stand in its way.
    private static async Task<int> LookAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var reading = loaded.LookAtState(input.Arguments);
        if (input.Report(reading.Diagnostics))
            return ExitCodes.PersonNeeded;
        if (await MarkerLook.PutRightAsync(input, loaded, reading.Snapshot, cancellationToken) is not { } told)
            return ExitCodes.StepFailed;
        MarkerLook.Tell(input, told);
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        var (chosen, code) = Decide(input, loaded, changes);
        if (chosen is null)
            return code;
        var undo = Undo(changes, chosen);
        if (await DryRunLook.ShowAsync(input, loaded, undo, offline: false, null, full: true, withoutChecks: false, $"planrunner undo {input.Arguments} --dry-run", cancellationToken) is { } failed)
            return failed;
        if (RefuseUnable(input, chosen) is { } unable)
            return unable;
        var to = input.Parsed.GetValue(To) is { } last ? $" --to {CommandArguments.Quoted(last)}" : "";
        input.Output.Progress(Approval.HowTo("take back", input, $"planrunner undo {input.Arguments}{to}"));
        return ExitCodes.Done;
    }

    private static ChangeSet Undo(ChangeSet changes, List<StepChange> chosen) => UndoChanges.Of(changes, chosen.Select(c => c.Path).ToHashSet());

    // The steps to take back, last first; null with the exit code after the reason was told.
    private static (List<StepChange>? Chosen, int ExitCode) Decide(CommandInput input, LoadedPlan loaded, ChangeSet changes)
    {
        if (Windows.RefuseLost(input, changes) is { } lost)
            return (null, lost);
        if (GivenVariables.Refuse(input, loaded, changes.State, $"planrunner undo {input.Again}") is { } otherValues)
            return (null, otherValues);
        if (changes.All.FirstOrDefault(c => c.Open is { PastReturn: false } && c.State?.Undo is null) is { } open)
        {
            input.Output.Error($"error PR5033: group \"{open.Path}\" is {open.Reason}\n  help: it is taken back, or brought to its end, by: planrunner apply {input.Arguments}");
            return (null, ExitCodes.NotTakenBack);
        }

        if (Undecided.TellRenamed(input, changes))
        {
            Undecided.Tell(input, changes, "nothing was taken back");
            return (null, ExitCodes.PersonNeeded);
        }

        if (Choose(input, loaded, changes) is not { } chosen)
            return (null, ExitCodes.Invalid);
        // After a repair of the state a step may have run of which it holds nothing.
        if (changes.Leaves.Skip(From(input, changes)).FirstOrDefault(c => c is { State: null, Action: StepAction.Settle, Step.IsCheck: false }) is { } unknown)
        {
            input.Output.Error($"{unknown.Step.Place}: error PR5031: step \"{unknown.Path}\" is in doubt\n"
                + $"  help: nothing was taken back; settle it first, once you have looked: {CommandArguments.OrDone}\n"
                + $"next: {input.Arguments.NotDone(unknown.Path)}");
            return (null, ExitCodes.PersonNeeded);
        }

        if (chosen.Count > 0)
            return (chosen, ExitCodes.Done);
        input.Output.Result("Nothing to take back.");
        return (null, ExitCodes.Done);
    }

    // Where what goes begins: behind the last step that stays; 0 where none is named, or none is of that name.
    private static int From(CommandInput input, ChangeSet changes) => input.Parsed.GetValue(To) is not { } last ? 0
        : changes.Leaves.ToList().FindLastIndex(c => StepArgument.Means(last, c.Step) || c.Path.IsWithin(new StepPath(last)) || c.Step.Step.Path.IsWithin(new StepPath(last))) + 1;

    // The steps to take back, last first; null after the mistake was told.
    private static List<StepChange>? Choose(CommandInput input, LoadedPlan loaded, ChangeSet changes)
    {
        var from = From(input, changes);
        if (from == 0 && input.Parsed.GetValue(To) is { } wanted)
        {
            input.Output.Error(StepArgument.Unknown(loaded, wanted));
            return null;
        }

        var leaves = changes.Leaves.Skip(from).ToList();
        leaves.Reverse();
        var chosen = leaves.Where(c => !c.Step.IsCheck && Known(changes, c) is { MayHaveEffect: true }).Select(c => c with { State = Known(changes, c) }).ToList();
        // Half a window would be run again whole.
        var cut = changes.All.FirstOrDefault(g => g.Step.Step.Guarded && chosen.Exists(c => c.Path.IsWithin(g.Path))
            && g.Leaves.Any(l => !l.Step.IsCheck && Known(changes, l) is { MayHaveEffect: true } && !chosen.Exists(c => c.Path == l.Path)));
        if (cut is null)
            return chosen;
        input.Output.Error($"error PR3905: --to {input.Parsed.GetValue(To)} would stop inside the guarded group \"{cut.Path}\"\n  help: stay before it or behind it");
        return null;
    }

    // The change set forgets what a group that is taken back first still holds.
    private static StepState? Known(ChangeSet changes, StepChange change) => changes.State.Find(change.Path);

    // What cannot be taken back stops all of it.
    private static int? RefuseUnable(CommandInput input, List<StepChange> chosen)
    {
        var stuck = chosen.Where(c => c.Step.Step.Undo is null).ToList();
        var doubtful = chosen.Where(c => c.State is { InDoubt: true, Committing: null } && c.Step.Step.Undo?.Idempotent != true && c.Step.Undo is not null).ToList();
        if (stuck.Count > 0 || doubtful.Count > 0)
        {
            foreach (var change in stuck)
                input.Output.Error($"{change.Step.Place}: error PR5030: step \"{change.Path}\" is done and has no undo");
            foreach (var change in doubtful)
                input.Output.Error($"{change.Step.Place}: error PR5031: step \"{change.Path}\" is in doubt");
            var mend = stuck.Count > 0 ? "; give each that is done an undo, or undo: none, said on purpose" : "";
            var settle = doubtful.Count > 0 ? $"; settle what is in doubt, once you have looked: {CommandArguments.OrDone}" : "";
            var next = doubtful.Count > 0 ? $"\nnext: {input.Arguments.NotDone(doubtful[0].Path)}" : "";
            input.Output.Error($"  help: nothing was taken back{mend}{settle}; or keep it with --to{next}");
            return ExitCodes.PersonNeeded;
        }

        if (chosen.Find(c => c.Step.Step.PointOfNoReturn && input.Parsed.GetValue(Past)?.Contains(c.Path.Value, StringComparer.Ordinal) != true) is not { } final)
            return null;
        input.Output.Error($"{final.Step.Place}: error PR5034: step \"{final.Path}\" is a point of no return, and it is done\n  help: nothing was taken back; stay behind it: --to {CommandArguments.Quoted(final.Path.Value)}; only if you know what is lost: planrunner undo {input.Again} --past {CommandArguments.Quoted(final.Path.Value)}");
        return ExitCodes.PersonNeeded;
    }

    private static async Task<int?> RefuseAsync(
        CommandInput input, LoadedPlan loaded, ChangeSet changes, List<StepChange> chosen, CancellationToken cancellationToken)
    {
        if (RefuseUnable(input, chosen) is { } unable)
            return unable;
        if (Approval.Refuse(input, Undo(changes, chosen), $"planrunner undo {input.Again} --dry-run", $"planrunner undo {input.Again}") is { } notAgreed)
            return notAgreed;
        input.Output.Result(Describe(chosen, changes));
        if (input.Parsed.GetValue(CommonOptions.Approved) is not null)
            return null;
        var unconfirmed = loaded.Environment.Protected ? Unconfirmed(input, changes, chosen) : [];
        if (input.Parsed.GetValue(CommonOptions.Yes) && unconfirmed.Count == 0)
            return null;
        if (Output.Asker(input.Output) is not { } ask)
        {
            var yes = input.Parsed.GetValue(CommonOptions.Yes) ? "" : " --yes";
            input.Output.Error($"error PR5032: nobody can be asked: this is no terminal{(unconfirmed.Count > 0 ? ", and the environment is protected: what is taken back must be confirmed by its path" : "")}\n  help: planrunner undo {input.Again}{yes}{string.Concat(unconfirmed.Select(path => $" --confirm {CommandArguments.Quoted(path)}"))}");
            return ExitCodes.PersonNeeded;
        }

        if (await ask($"Take this back in {loaded.Environment.Name}?", cancellationToken))
            return null;
        input.Output.Error("Nothing was taken back.");
        return ExitCodes.PersonNeeded;
    }

    // What no --confirm names, by the step or a group around it: the topmost of each, as it would be typed.
    private static List<string> Unconfirmed(CommandInput input, ChangeSet changes, List<StepChange> chosen)
    {
        var given = input.Parsed.GetValue(CommonOptions.Confirm) ?? [];
        var open = chosen.Where(c => !given.Any(path => StepArgument.Means(path, c.Step) || c.Path.IsWithin(new StepPath(path)) || c.Step.Step.Path.IsWithin(new StepPath(path)))).ToList();
        return [.. changes.Steps.Where(top => open.Exists(c => c.Path == top.Path || c.Path.IsWithin(top.Path))).Select(top => top.Path.Value).Reverse()];
    }

    private static string Describe(List<StepChange> chosen, ChangeSet changes)
    {
        var lines = new List<string> { "To take back, in this order:" };
        foreach (var change in chosen)
        {
            lines.Add($"- {change.Path}  {change.Step.Title}{(change.Step.Undo is null ? "  (undo: none: only its marker goes)" : "")}");
            if (change.Step.Undo is null)
                continue;
            if (change.State is { Text: { } ran } state && !change.Step.IsTextOf(ran, state.Rendered))
                lines.Add("    note: its text is not the text that ran; the undo is today's");
            lines.AddRange(change.Step.Undo!.Redacted.TrimEnd().Split('\n').Select(l => "    | " + l.TrimEnd('\r')));
        }

        foreach (var removed in changes.Removed)
            lines.Add($"not taken back: {removed.Path}, which ran here and is no longer in the plan");
        return string.Join('\n', lines);
    }

    private static async Task<RunReport> UndoAsync(RunContext run, ChangeSet changes, List<StepChange> chosen, CancellationToken cancellationToken)
    {
        var report = new RunReport { Run = run.Run };
        var back = new TakingBack(run, new AttemptRunner(run));
        foreach (var change in chosen)
        {
            // From its first undo on a window is open: what stays of it must not pass for the whole.
            var window = changes.All.FirstOrDefault(g => g.Step.Step.Guarded && change.Path.IsWithin(g.Path));
            if (window is not null && run.Snapshot.Find(window.Path) is { Undo: null })
                run.Store.Write(new StepStarted(run.Run, window.Path.Value, StepEffect.None) { Kind = "steps", Undo = true }, flush: true);
            if (change.Step.Undo is null)
            {
                var forgotten = await ForgetAsync(run, change.Path, cancellationToken);
                run.Tell(new RunEvent.StepEnded(change.Step, forgotten));
                report.Results.Add(forgotten);
                continue;
            }

            var start = run.Time.GetTimestamp();
            run.Tell(new RunEvent.StepBegun(change.Step, StepActivity.Undoing));
            var result = await TakeBackAsync(back, change.Step, cancellationToken) with { Elapsed = run.Time.GetElapsedTime(start) };
            run.Tell(new RunEvent.StepEnded(change.Step, result));
            report.Results.Add(result);
            if (result.GoesOn)
                continue;
            report.Stopped = result;
            report.ExitCode = result.End == StepEnd.Cancelled && window is null ? ExitCodes.Cancelled : ExitCodes.NotTakenBack;
            report.Next = $"planrunner undo {run.Again}";
            if (window is not null)
                report.Notices.Add(Diagnostic.Error("PR6018", $"group \"{window.Path}\" is OPEN: a part of it is not taken back", window.Step.Place, $"go on: planrunner undo {run.Again}; an apply takes the rest of it back first, too"));
            break;
        }

        Forget(run, changes, chosen);
        run.Store.Write(new RunFinished(run.Run, report.ExitCode), flush: true);
        return report;
    }

    // Of a step with undo: none.
    private static async Task<StepResult> ForgetAsync(RunContext run, StepPath path, CancellationToken cancellationToken)
    {
        run.Store.Write(new StepUndone(run.Run, path.Value, "undo: none"), flush: true);
        // Else the next run would find it, and take the step for done.
        if (run.Markers is { } markers)
            await markers.ForgetAsync(run.Sessions, path, cancellationToken);
        return new StepResult(path, StepEnd.Undone, TimeSpan.Zero, "undo: none: only its marker went");
    }

    private static async Task<StepResult> TakeBackAsync(TakingBack back, RenderedStep step, CancellationToken cancellationToken)
    {
        try
        {
            return await back.StepAsync(step, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new StepResult(step.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        }
    }

    // What was taken back leaves no group done and no check answered behind it.
    private static void Forget(RunContext run, ChangeSet changes, List<StepChange> chosen)
    {
        var leaves = changes.Leaves.ToList();
        var first = leaves.FindIndex(c => chosen.Contains(c) && run.Snapshot.Find(c.Path) is null);
        if (first < 0)
            return;
        foreach (var check in leaves.Skip(first).Where(c => c.Step.IsCheck && run.Snapshot.Find(c.Path) is not null))
            run.Store.Write(new StepUndone(run.Run, check.Path.Value, "what it checked was taken back"), flush: false);
        foreach (var group in changes.All.Where(c => c.Step.Step.Guarded && chosen.Exists(u => u.Path.IsWithin(c.Path)) && c.Leaves.All(l => l.Step.IsCheck || run.Snapshot.Find(l.Path) is not { MayHaveEffect: true })))
            run.Store.Write(new GroupReopened(run.Run, group.Path.Value, "taken back by undo"), flush: true);
    }
}
