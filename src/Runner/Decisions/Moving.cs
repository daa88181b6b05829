using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Decisions;

/// <summary>A step or a group was renamed: what is recorded continues under its new path.</summary>
internal sealed class Moving(ChangeSet now, CommandArguments arguments, string from, string to)
{
    // The step itself, all steps in it, and all its instances.
    public IReadOnlyList<StepMove> Moves { get; } =
    [
        .. now
            .State.Steps.Keys.Where(path =>
                path == from
                || path.StartsWith(from + "/", StringComparison.Ordinal)
                || path.StartsWith(from + "[", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal)
            .Select(path => new StepMove(path, to + path[from.Length..])),
    ];

    /// <summary>Why it cannot be moved; null where it can.</summary>
    public Refusal? Refusal
    {
        get
        {
            var paths = StepArgument.All(now.Plan.Steps).ToDictionary(step => step.Path.Value, StringComparer.Ordinal);
            if (Moves.Count == 0)
                return Nothing();
            if (!paths.ContainsKey(to) && !paths.Values.Any(step => step.Step.Path.Value == to))
                return StepArgument.Unknown(now.Plan, to);
            return from == to ? Not($"\"{from}\" is already under that path") : Mistaken(paths);
        }
    }

    private Refusal Nothing()
    {
        var gone = now.Removed.Select(s => s.Path).ToList();
        var otherwise =
            gone.Count > 0
                ? $"no longer in the plan: {string.Join(", ", gone.Take(5))}"
                : $"no step that ran is missing in the plan; see: planrunner status {arguments}";
        return Not($"the state has nothing of \"{from}\"", Suggestion.Help(from, gone, otherwise));
    }

    private Refusal? Mistaken(Dictionary<string, RenderedStep> paths)
    {
        var steps = now.State.Steps;
        if (Moves.FirstOrDefault(move => move.From != from && paths.GetValueOrDefault(to) is { IsGroup: false }) is { } inside)
        {
            return Not(
                $"\"{from}\" was a group with \"{inside.From}\" in it, and \"{to}\" is a step",
                $"name the steps one by one: {new Undecided(arguments).Move(inside.From)}"
            );
        }

        if (Moves.FirstOrDefault(move => steps.TryGetValue(move.To, out var there) && !there.IsVoid) is { } taken)
        {
            return Not(
                $"\"{taken.To}\" already has a state, which would be lost",
                "declare two steps that swapped paths in the plan, each with renamed_from: the other's path"
            );
        }

        return Moves.FirstOrDefault(move => WouldRunAgain(paths, move)) is { } stays
            ? Not(
                $"\"{stays.From}\" is in the plan with the text that ran, and would run again",
                $"there is nothing to move; if \"{to}\" should not run: planrunner status {arguments}"
            )
            : null;
    }

    private bool WouldRunAgain(Dictionary<string, RenderedStep> paths, StepMove move) =>
        paths.TryGetValue(move.From, out var step)
        && !step.IsGroup
        && now.State.Steps[move.From] is { MayHaveEffect: true } ran
        && step.IsTextOf(ran.Text, ran.Rendered);

    private static Refusal Not(string message, string? help = null) => Gates.Refusal.Of(ExitCodes.Invalid, "PR5076", message, help);
}
