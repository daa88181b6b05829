using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Takes done steps back in reverse, each with the undo that the plan has today.</summary>
internal static class UndoCommand
{
    private static readonly Option<string?> To = new("--to") { Description = "The last step that stays; without it everything is taken back" };

    private static readonly Option<string[]> Past = new("--past") { Description = "Go back past this point of no return, whatever that loses (repeatable)" };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("undo", "Take done steps back, in reverse")
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.State, CommonOptions.LockTimeout, CommonOptions.Yes, CommonOptions.Confirm, To, Past,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed), parts, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, RunnerParts parts, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, "undo", cancellationToken);
        if (hold is null)
            return refusal;
        using (hold)
        {
            var changes = ChangePlanner.Decide(loaded.Rendered, hold.Reading.Snapshot, input.Time.GetUtcNow());
            if (Windows.RefuseLost(input, changes) is { } lost)
                return lost;
            if (changes.All.FirstOrDefault(c => c.Open is { PastReturn: false } && c.State?.Undo is null) is { } open)
            {
                input.Output.Error($"error PR5033: group \"{open.Path}\" is {open.Reason}\n  help: it is taken back, or brought to its end, by: planrunner apply {input.Arguments}");
                return ExitCodes.NotTakenBack;
            }

            if (Undecided.TellRenamed(input, changes))
            {
                input.Output.Error($"  help: nothing was taken back\nnext: {Undecided.Command(input, changes)}");
                return ExitCodes.PersonNeeded;
            }

            if (Choose(input, loaded, changes) is not { } chosen)
                return ExitCodes.Invalid;
            // After a repair of the state a step may have run of which it holds nothing.
            if (changes.Leaves.Skip(From(input, changes)).FirstOrDefault(c => c is { State: null, Action: StepAction.Settle, Step.IsCheck: false }) is { } unknown)
            {
                input.Output.Error($"{unknown.Step.Place}: error PR5031: step \"{unknown.Path}\" is in doubt\n  help: nothing was taken back; settle it first: planrunner resolve {input.Arguments.With(unknown.Path)} --done|--not-done --reason \"…\"");
                return ExitCodes.PersonNeeded;
            }

            if (chosen.Count == 0)
            {
                input.Output.Result("Nothing to take back.");
                return ExitCodes.Done;
            }

            if (await RefuseAsync(input, loaded, changes, chosen, cancellationToken) is { } code)
                return code;
            return await new ApplyRun(input, loaded, hold, parts).WithRunAsync("undo", null, (run, token) => UndoAsync(run, changes, chosen, token), cancellationToken);
        }
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
        input.Output.Error($"error PR3906: --to {input.Parsed.GetValue(To)} would stop inside the guarded group \"{cut.Path}\"\n  help: stay before it or behind it");
        return null;
    }

    // The change set forgets what a group that is taken back first still holds.
    private static StepState? Known(ChangeSet changes, StepChange change) => changes.State.Find(change.Path);

    private static async Task<int?> RefuseAsync(
        CommandInput input, LoadedPlan loaded, ChangeSet changes, List<StepChange> chosen, CancellationToken cancellationToken)
    {
        var stuck = chosen.Where(c => c.Step.Step.Undo is null).ToList();
        var doubtful = chosen.Where(c => c.State is { InDoubt: true, Committing: null } && c.Step.Step.Undo?.Idempotent != true && c.Step.Undo is not null).ToList();
        if (stuck.Count > 0 || doubtful.Count > 0)
        {
            foreach (var change in stuck)
                input.Output.Error($"{change.Step.Place}: error PR5030: step \"{change.Path}\" is done and has no undo");
            foreach (var change in doubtful)
                input.Output.Error($"{change.Step.Place}: error PR5031: step \"{change.Path}\" is in doubt: resolve it first: planrunner resolve {input.Arguments.With(change.Path)} --done|--not-done --reason \"…\"");
            input.Output.Error("  help: nothing was taken back; give each an undo (or undo: none, said on purpose), or keep it with --to");
            return ExitCodes.PersonNeeded;
        }

        if (chosen.Find(c => c.Step.Step.PointOfNoReturn && input.Parsed.GetValue(Past)?.Contains(c.Path.Value, StringComparer.Ordinal) != true) is { } final)
        {
            input.Output.Error($"{final.Step.Place}: error PR5034: step \"{final.Path}\" is a point of no return, and it is done\n  help: nothing was taken back; stay behind it: --to {CommandArguments.Quoted(final.Path.Value)}; only if you know what is lost: planrunner undo {input.Again} --past {CommandArguments.Quoted(final.Path.Value)}");
            return ExitCodes.PersonNeeded;
        }

        input.Output.Result(Describe(chosen, changes));
        if (input.Parsed.GetValue(CommonOptions.Yes) && !loaded.Environment.Protected)
            return null;
        if (Output.Asker(input.Output) is not { } ask)
        {
            input.Output.Error($"error PR5032: nobody can be asked: this is no terminal{(loaded.Environment.Protected ? " and the environment is protected" : "")}\n  help: planrunner undo {input.Again}{(loaded.Environment.Protected ? "" : " --yes")}");
            return ExitCodes.PersonNeeded;
        }

        if (await ask($"Take this back in {loaded.Environment.Name}?", cancellationToken))
            return null;
        input.Output.Error("Nothing was taken back.");
        return ExitCodes.PersonNeeded;
    }

    private static string Describe(List<StepChange> chosen, ChangeSet changes)
    {
        var lines = new List<string> { "To take back, in this order:" };
        foreach (var change in chosen)
        {
            lines.Add($"- {change.Path}  {change.Step.Title}{(change.Step.Undo is null ? "  (undo: none: only its marker goes)" : "")}");
            if (change.Step.Undo is null)
                continue;
            if (change.State!.Text is not null && change.State.Text != change.Step.Fingerprint)
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
                run.Store.Write(new StepUndone(run.Run, change.Path.Value, "undo: none"), flush: true);
                // Else the next run would find it, and take the step for done.
                if (run.Markers is { } markers)
                    await markers.ForgetAsync(run.Sessions, change.Path, cancellationToken);
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
