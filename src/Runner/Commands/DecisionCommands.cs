using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>What a person decides about one step, written into the state: approve, resolve, accept.</summary>
internal static class DecisionCommands
{
    private static readonly Option<bool> Done = new("--done") { Description = "Its effect is there" };
    private static readonly Option<bool> NotDone = new("--not-done") { Description = "Its effect is not there; it runs again" };

    private static readonly Option<string[]> Capture = new("--capture") { Description = "With --done, what the step would have captured: NAME=VALUE (repeatable)" };

    private static readonly Option<string[]> Item = new("--item") { Description = "Only this statement of a list, by its key (repeatable); of a foreach, this instance" };

    private static readonly Option<bool> AsNew = new("--as-new") { Description = "It is a new step, and runs although a step under another id had a text like it" };

    public static Command Approve()
    {
        var command = Build("approve", "Say yes to a manual step");
        command.SetAction((parsed, token) => DecideAsync(new CommandInput(parsed), "approve", ApproveStep, token));
        return command;
    }

    public static Command Resolve()
    {
        var command = Build("resolve", "Settle a step in doubt");
        command.Options.Add(Done);
        command.Options.Add(NotDone);
        command.Options.Add(Capture);
        NoEffect.With(command, Capture, NotDone);
        command.Options.Add(Item);
        command.Options.Add(CommonOptions.Reason);
        command.SetAction((parsed, token) => DecideAsync(new CommandInput(parsed), "resolve", ResolveStep, token));
        return command;
    }

    public static Command Accept()
    {
        var command = Build("accept", "Let a done step's changed text stand; it does not run again");
        command.Options.Add(AsNew);
        command.Options.Add(CommonOptions.Reason);
        command.SetAction((parsed, token) => DecideAsync(new CommandInput(parsed), "accept", AcceptStep, token));
        return command;
    }

    private static Command Build(string name, string description) => new(name, description)
    {
        CommonOptions.Plan, CommonOptions.Step, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.SameVariables, CommonOptions.State, CommonOptions.LockTimeout,
    };

    private static async Task<int> DecideAsync(
        CommandInput input, string name, Func<CommandInput, StepChange, (StateEvent? Event, string Text)> decide, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var step = Instance(input, loaded) ?? input.Step;
        if (StepArgument.Find(loaded, step) is { IsGroup: true } group)
        {
            input.Output.Error($"error PR3908: \"{group.Path}\" is a group\n  help: name a step in it: {string.Join(", ", group.Leaves.Take(5).Select(l => l.Path))}");
            return ExitCodes.Invalid;
        }

        if (StepArgument.Find(loaded, step) is null)
        {
            input.Output.Error(StepArgument.Unknown(loaded, step));
            return ExitCodes.Invalid;
        }

        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, name, cancellationToken);
        if (hold is null)
            return refusal;
        using (hold)
        {
            if (name == "accept" && GivenVariables.Refuse(input, loaded, hold.Reading.Snapshot, $"planrunner accept {input.Again.With(new StepPath(input.Step))}") is { } otherValues)
                return otherValues;
            var changes = ChangePlanner.Decide(loaded.Rendered, hold.Reading.Snapshot, input.Time.GetUtcNow());
            // The change set forgets what a group that is taken back first still holds; a person may be deciding just that.
            var change = changes.Leaves.First(c => c.Path.Value == step);
            var (decided, text) = decide(input, change with { State = hold.Reading.Snapshot.Find(change.Path) });
            if (decided is null)
            {
                input.Output.Error(text);
                return ExitCodes.Invalid;
            }

            using var store = hold.Open(reading => StateStore.Open(loaded.StatePath, reading, loaded.Plan.Name, loaded.Environment.Name, input.Time));
            store.Write(decided, flush: true);
            input.Output.Result($"{text}\nnext: planrunner apply {input.Arguments}{Approval.Option(loaded)}");
            return ExitCodes.Done;
        }
    }

    // The instance that --item names, where the step is that of a foreach.
    private static string? Instance(CommandInput input, LoadedPlan loaded) =>
        input.Parsed.GetValue(Item) is [var key] && new StepPath(input.Step).Instance(key).Value is var path && StepArgument.Find(loaded, path) is not null ? path : null;

    private static (StateEvent?, string) ResolveItems(CommandInput input, StepChange change, bool done, string[] items)
    {
        var list = change.State is { Status: not StepStatus.Done } state ? state.Items : [];
        if (items.FirstOrDefault(key => !list.Exists(i => i.Statement.Key == key)) is { } unknown)
        {
            var open = list.Where(i => i.Progress != ItemProgress.Done).Select(i => i.Statement.Key).ToList();
            return (null, $"error PR5083: step \"{change.Path}\" has no statement \"{unknown}\" to settle\n  help: {Suggestion.Help(unknown, open, open.Count == 0 ? "no list of it is half done" : $"not done yet: {string.Join(", ", open.Take(5))}")}");
        }

        if (items.FirstOrDefault(key => list.Exists(i => i.Statement.Key == key && i.Progress == ItemProgress.Done)) is { } known)
            return (null, $"error PR5083: statement \"{known}\" of step \"{change.Path}\" is done, which is no question: run again it would come twice\n  help: leave it out; look at the list: planrunner status {input.Arguments} --step {CommandArguments.Quoted(change.Path.Value)}");
        return (
            new ItemsResolved(change.Path.Value, items, done, input.Parsed.GetRequiredValue(CommonOptions.Reason), Environment.UserName, Environment.MachineName),
            $"Resolved of {change.Path}: {string.Join(", ", items)}: {(done ? "done" : "not done, to run again")}. The rest of its list stays as it is.");
    }

    private static (StateEvent?, string) ApproveStep(CommandInput input, StepChange change) => change switch
    {
        { Step.Body.Effect: not StepEffect.Person } => (null, $"error PR5020: step \"{change.Path}\" is not a manual step, so there is nothing to approve\n  help: resolve settles a step in doubt, accept a text that changed; look at it: planrunner status {input.Arguments} --step {CommandArguments.Quoted(change.Path.Value)}"),
        { State.Status: StepStatus.Done } => (null, $"error PR5021: step \"{change.Path}\" is done already"),
        _ => (new StepApproved(change.Path.Value, Environment.UserName, Environment.MachineName) { Text = change.Step.Fingerprint }, $"Approved {change.Path}."),
    };

    private static (StateEvent?, string) ResolveStep(CommandInput input, StepChange change)
    {
        var done = input.Parsed.GetValue(Done);
        if (done == input.Parsed.GetValue(NotDone))
            return (null, "error PR5022: say either --done or --not-done");
        var doubtful = change.Action == StepAction.Settle || change.State is { } state && (state.InDoubt || state.Undo is not null || state.Status == StepStatus.Unverified || state.Status != StepStatus.Done && state.Items.Exists(i => i.Progress != ItemProgress.Pending));
        // What ran elsewhere, whole or in parts, a person may know to be done.
        if (!doubtful && !(done && change.RanUnder is not null))
            return (null, $"error PR5023: step \"{change.Path}\" is not in doubt\n  help: look at it: planrunner status {input.Arguments}");
        if (input.Parsed.GetValue(Item) is { Length: > 0 } items && change.Path.Value == input.Step)
            return ResolveItems(input, change, done, items);
        var reason = input.Parsed.GetRequiredValue(CommonOptions.Reason);
        var (captured, missing) = done ? Captured(input, change) : (null, null);
        if (missing is not null)
            return (null, missing);
        var again = change.State?.Items.Count(i => i.Progress == ItemProgress.Done) is var ran and > 0 ? $" Its list is made anew: the {ran} of its statements that were done run again too; --item KEY settles single ones." : "";
        return (new StepResolved(change.Path.Value, done, reason, Environment.UserName, Environment.MachineName) { Captured = captured }, $"Resolved {change.Path}: {(done ? "done" : "not done, it runs again")}.{(done ? "" : again)}");
    }

    // Steps below may need what this one would have read.
    private static (IReadOnlyDictionary<string, CapturedValue>? Captured, string? Missing) Captured(CommandInput input, StepChange change)
    {
        var names = change.Step.Body!.Body.Captures;
        var values = new Dictionary<string, CapturedValue>(change.State?.Captured ?? new Dictionary<string, CapturedValue>(), StringComparer.Ordinal);
        foreach (var given in input.Parsed.GetValue(Capture) ?? [])
        {
            var equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !names.Contains(given[..equals], StringComparer.Ordinal))
                return (null, $"error PR5025: --capture \"{given}\": step \"{change.Path}\" captures {(names.Count == 0 ? "nothing" : string.Join(", ", names))}\n  help: write --capture NAME=VALUE");
            values[given[..equals]] = new CapturedValue("text", given[(equals + 1)..]);
        }

        var missing = names.FirstOrDefault(name => !values.ContainsKey(name));
        return missing is null ? (values, null)
            : (null, $"error PR5025: step \"{change.Path}\" captures \"{missing}\", and steps below may need it\n  help: say what it is: --capture {missing}=VALUE; or --not-done, and it runs again");
    }

    private static (StateEvent?, string) AcceptStep(CommandInput input, StepChange change) => (input.Parsed.GetValue(AsNew), change) switch
    {
        (true, { RanUnder: { } ran }) => (
            new StepDeclaredNew(change.Path.Value, ran.Beside, input.Parsed.GetRequiredValue(CommonOptions.Reason), Environment.UserName, Environment.MachineName),
            $"{change.Path} is a new step; it runs although {string.Join(", ", ran.Steps.Select(s => s.Path))} ran with a text like it."),
        (true, _) => (null, $"error PR5077: no step under another id ran with a text like that of \"{change.Path}\"\n  help: nothing has to be said of it: planrunner dry-run {input.Arguments}"),
        (false, { RanUnder: not null }) => (null, $"error PR5077: step \"{change.Path}\": {change.RanUnder.Text}\n  help: if it is a new step, add --as-new; if it was renamed: {Undecided.Move(input, change.RanUnder.Steps[0].Path, change.Path.Value)}"),
        (false, { Mark: ChangeMark.Changed }) => (
            new StepAccepted(change.Path.Value, input.Parsed.GetRequiredValue(CommonOptions.Reason), Environment.UserName, Environment.MachineName, change.Step.Fingerprint, change.Step.Body!.Redacted),
            $"Accepted the changed text of {change.Path}; it does not run again."),
        _ => (null, $"error PR5024: the text of step \"{change.Path}\" is not different from what ran\n  help: there is nothing to decide; look at it: planrunner status {input.Arguments} --step {CommandArguments.Quoted(change.Path.Value)}"),
    };
}
