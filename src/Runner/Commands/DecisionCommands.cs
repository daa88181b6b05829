using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Decisions;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>What a person decides about one step, written into the state: approve, resolve, accept.</summary>
internal static class DecisionCommands
{
    private static readonly Option<bool> Done = new("--done") { Description = "It took effect" };
    private static readonly Option<bool> NotDone = new("--not-done") { Description = "It did not take effect; it runs again" };

    private static readonly Option<string[]> Capture = new("--capture")
    {
        Description = "With --done, what the step would have captured: NAME=VALUE, or NAME::TYPE=VALUE if it is not text (repeatable)",
    };

    private static readonly Option<string[]> Item = new("--item")
    {
        Description = "Only this statement of a list, by its key (repeatable); of a foreach, this instance",
    };

    private static readonly Option<bool> AsNew = new("--as-new")
    {
        Description = "It is a new step, and runs although a step with another id had a similar text",
    };

    public static Command Approve(RunnerParts parts) => Build(parts, "approve", "Record that a manual step is done", Approving.Decide);

    public static Command Resolve(RunnerParts parts)
    {
        var command = Build(parts, "resolve", "Record the outcome of a step in doubt", Resolving.Decide);
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
        var command = Build(parts, "accept", "Accept the changed text of a step that is done; it does not run again", Accepting.Decide);
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
        command.SetAction(
            (parsed, token) =>
            {
                var input = new CommandInput(parsed, parts);
                return new DecideOperation(input, Options(input), decide).RunAsync(token);
            }
        );
        return command;
    }

    private static DecisionOptions Options(CommandInput input) =>
        new(input.Step, input.Arguments)
        {
            By = input.Parts.Operator,
            Done = input.Parsed.GetValue(Done),
            NotDone = input.Parsed.GetValue(NotDone),
            AsNew = input.Parsed.GetValue(AsNew),
            Captures = input.Parsed.GetValue(Capture) ?? [],
            Items = input.Parsed.GetValue(Item) ?? [],
            Reason = input.Parsed.GetValue(CommonOptions.Reason) ?? "",
        };
}
