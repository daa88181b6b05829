using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Decisions;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>What a person decides about one step, written into the state: approve, resolve, accept.</summary>
internal static class DecisionCommands
{
    private static readonly Option<bool> Done = new("--done") { Description = "Its effect is there" };
    private static readonly Option<bool> NotDone = new("--not-done") { Description = "Its effect is not there; it runs again" };

    private static readonly Option<string[]> Capture = new("--capture")
    {
        Description = "With --done, what the step would have captured: NAME=VALUE, of another type than text NAME::TYPE=VALUE (repeatable)",
    };

    private static readonly Option<string[]> Item = new("--item")
    {
        Description = "Only this statement of a list, by its key (repeatable); of a foreach, this instance",
    };

    private static readonly Option<bool> AsNew = new("--as-new")
    {
        Description = "It is a new step, and runs although a step under another id had a text like it",
    };

    public static Command Approve(RunnerParts parts) => Build(parts, "approve", "Say yes to a manual step", Approving.Decide);

    public static Command Resolve(RunnerParts parts)
    {
        var command = Build(parts, "resolve", "Settle a step in doubt", Resolving.Decide);
        command.Options.Add(Done);
        command.Options.Add(NotDone);
        command.Options.Add(Capture);
        NoEffect.With(command, Capture, NotDone);
        command.Options.Add(Item);
        command.Options.Add(CommonOptions.Reason);
        return command;
    }

    public static Command Accept(RunnerParts parts)
    {
        var command = Build(parts, "accept", "Let a done step's changed text stand; it does not run again", Accepting.Decide);
        command.Options.Add(AsNew);
        command.Options.Add(CommonOptions.Reason);
        return command;
    }

    private static Command Build(RunnerParts parts, string name, string description, Func<DecisionOptions, StepChange, Decided> decide)
    {
        var command = new Command(name, description)
        {
            CommonOptions.Plan,
            CommonOptions.Step,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.LockTimeout,
        };
        command.SetAction((parsed, token) => DecideAsync(new CommandInput(parsed, parts), name, decide, token));
        return command;
    }

    private static async Task<int> DecideAsync(
        CommandInput input,
        string name,
        Func<DecisionOptions, StepChange, Decided> decide,
        CancellationToken cancellationToken
    )
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var options = Options(input);
        var step = options.Instance(loaded.Rendered);
        if (StepArgument.MustBeStep(loaded.Rendered, step) is { } mistake)
            return input.Output.Refuse(mistake);
        var (hold, locked) = await StateHold.TakeAsync(input, loaded, name, cancellationToken);
        if (hold is null)
            return input.Output.Refuse(locked!);
        using (hold)
        {
            var state = hold.Reading.Snapshot;
            if (
                name == "accept"
                && GivenVariables.Refuse(
                    loaded.Rendered,
                    state,
                    loaded.Given,
                    $"planrunner accept {input.Again.With(new StepPath(input.Step))}"
                )
                    is { } otherValues
            )
                return input.Output.Refuse(otherValues);
            // The change set forgets what a group that is taken back first still holds; a person may be deciding just that.
            var all = ChangePlanner
                .Decide(loaded.Rendered, state, input.Time.GetUtcNow())
                .Leaves.Select(c => c with { State = state.Find(c.Path) })
                .ToList();
            var decided = decide(options with { Others = all }, all.First(c => c.Path.Value == step));
            if (decided.Refusal is { } refusal)
                return input.Output.Refuse(refusal);
            using var store = hold.Open(reading =>
                StateStore.Open(loaded.StatePath, reading, loaded.Plan.Name, loaded.Environment.Name, input.Time)
            );
            store.Write(decided.Line!, flush: true);
            // To be filled in, as nobody knows here in which file the approval is.
            var approved = loaded.Environment.RequireApproval ? " --approved FILE" : "";
            input.Output.Result($"{decided.Text}\nnext: planrunner apply {input.Arguments}{approved}");
            return ExitCodes.Done;
        }
    }

    private static DecisionOptions Options(CommandInput input) =>
        new(input.Step, input.Arguments)
        {
            Done = input.Parsed.GetValue(Done),
            NotDone = input.Parsed.GetValue(NotDone),
            AsNew = input.Parsed.GetValue(AsNew),
            Captures = input.Parsed.GetValue(Capture) ?? [],
            Items = input.Parsed.GetValue(Item) ?? [],
            Reason = input.Parsed.GetValue(CommonOptions.Reason) ?? "",
        };
}
