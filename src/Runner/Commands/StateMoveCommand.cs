using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Commands;

/// <summary>Lets what is known of a step, or of all in a group, go on under another id.</summary>
internal static class StateMoveCommand
{
    private static readonly Argument<string> Old = new("OLD") { Description = "The path that the step or group ran under" };

    private static readonly Argument<string> New = new("NEW") { Description = "Its path in the plan now" };

    public static Command Build()
    {
        var command = new Command("mv", "Let a step's marker, captures and approval go on under another id: it was renamed")
        {
            CommonOptions.Plan, Old, New, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.SameVariables, CommonOptions.State, CommonOptions.LockTimeout, CommonOptions.Reason,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, "state mv", cancellationToken);
        if (hold is null)
            return refusal;
        using (hold)
        {
            var (from, to) = (input.Parsed.GetRequiredValue(Old), input.Parsed.GetRequiredValue(New));
            var moves = Moves(hold.Reading.Snapshot, from, to);
            if (Mistake(input, loaded, hold.Reading.Snapshot, moves) is { } mistake)
            {
                input.Output.Error(mistake);
                return ExitCodes.Invalid;
            }

            using var store = hold.Open(reading => StateStore.Open(loaded.StatePath, reading, loaded.Plan.Name, loaded.Environment.Name, input.Time));
            store.Write(new StepsMoved(Guid.NewGuid().ToString("N"), moves, input.Parsed.GetRequiredValue(CommonOptions.Reason), Environment.UserName, Environment.MachineName), flush: true);
            var markers = loaded.HasMarkers ? " The markers in the databases follow with the next run." : "";
            input.Output.Result($"Moved {string.Join(", ", moves.Select(m => $"{m.From} to {m.To}"))}.{markers}\nnext: planrunner dry-run {input.Arguments}");
            return ExitCodes.Done;
        }
    }

    // The step itself, all in it, and all its instances.
    private static List<StepMove> Moves(StateSnapshot state, string from, string to) =>
        [.. state.Steps.Keys.Where(path => path == from || path.StartsWith(from + "/", StringComparison.Ordinal) || path.StartsWith(from + "[", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(path => new StepMove(path, to + path[from.Length..]))];

    private static string? Mistake(CommandInput input, LoadedPlan loaded, StateSnapshot state, List<StepMove> moves)
    {
        var (from, to) = (input.Parsed.GetRequiredValue(Old), input.Parsed.GetRequiredValue(New));
        var paths = All(loaded.Rendered.Steps).ToDictionary(step => step.Path.Value, StringComparer.Ordinal);
        if (moves.Count == 0)
        {
            var gone = ChangePlanner.Decide(loaded.Rendered, state, input.Time.GetUtcNow()).Removed.Select(s => s.Path).ToList();
            return $"error PR5076: the state has nothing of \"{from}\"\n  help: {Suggestion.Help(from, gone, gone.Count > 0 ? $"no longer in the plan: {string.Join(", ", gone.Take(5))}" : $"no step that ran is missing in the plan; look: planrunner status {input.Arguments}")}";
        }

        if (!paths.ContainsKey(to) && !paths.Values.Any(step => step.Step.Path.Value == to))
            return StepArgument.Unknown(loaded, to);
        if (from == to)
            return $"error PR5076: \"{from}\" is already under that path";
        if (moves.Find(move => move.From != from && paths.GetValueOrDefault(to) is { IsGroup: false }) is { } inside)
            return $"error PR5076: \"{from}\" was a group with \"{inside.From}\" in it, and \"{to}\" is a step\n  help: name the steps one by one: planrunner state mv {input.Arguments.Plan} {CommandArguments.Quoted(inside.From)} NEW {input.Arguments.Options} --reason \"…\"";
        if (moves.Find(move => state.Steps.TryGetValue(move.To, out var there) && !there.IsVoid) is { } taken)
            return $"error PR5076: \"{taken.To}\" has a state of its own, which would be lost\n  help: two steps that changed places are told in the plan, each with renamed_from: the other's path";
        return moves.Find(move => paths.TryGetValue(move.From, out var step) && !step.IsGroup && state.Steps[move.From] is { MayHaveEffect: true } ran && step.IsTextOf(ran.Text, ran.Rendered)) is { } stays
            ? $"error PR5076: \"{stays.From}\" is in the plan with the text that ran, and would run again\n  help: nothing is to be moved; if \"{to}\" is not to run: planrunner status {input.Arguments}"
            : null;
    }

    private static IEnumerable<RenderedStep> All(IEnumerable<RenderedStep> steps) => steps.SelectMany(s => All(s.Steps).Prepend(s));
}
