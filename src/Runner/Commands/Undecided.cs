using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>The command that decides about the first step nobody but a person can decide about.</summary>
internal static class Undecided
{
    public static string Command(CommandInput input, ChangeSet changes)
    {
        var first = changes.Renamed.FirstOrDefault() ?? changes.Undecided.First();
        if (first.RanUnder is { } ran)
            return Move(input, ran.Steps[0].Path, first.Path.Value);
        var arguments = input.Arguments.With(first.Path);
        if (first.State?.Undo is { InDoubt: true })
            return $"planrunner undo {input.Arguments} (it goes on with that undo), or planrunner resolve {arguments} --done|--not-done --reason \"…\"";
        return first.Mark == ChangeMark.Changed
            ? $"planrunner accept {arguments} --reason \"…\" (or set on_change, or bring the text back)"
            : $"planrunner resolve {arguments} --done|--not-done --reason \"…\"{(first.State?.Items.Count > 0 ? " (--item KEY settles single statements of its list)" : "")}";
    }

    /// <summary>Tells of each step whose text ran under another id what to type in either case; true where there is one.</summary>
    public static bool TellRenamed(CommandInput input, ChangeSet changes)
    {
        foreach (var change in changes.Renamed)
        {
            var old = change.RanUnder!.Steps[0];
            var inPlan = InPlan(changes, old, change) is { } says ? $"{says}; or type: " : "type: ";
            input.Output.Print(Diagnostic.Error(
                "PR5075",
                $"step \"{change.Path}\": {change.RanUnder.Text}",
                change.Step.Place,
                $"if it was renamed, {inPlan}{Move(input, old.Path, change.Path.Value)}; if it is a new step that is to run as well, write renamed_from: none at it, or type: planrunner accept {input.Arguments.With(change.Path)} --as-new --reason \"…\""));
        }

        return changes.Renamed.Any();
    }

    /// <summary>The command by which the marker of one goes on under the id of the other.</summary>
    public static string Move(CommandInput input, string from, string to) =>
        $"planrunner state mv {input.Arguments.Plan} {CommandArguments.Quoted(from)} {CommandArguments.Quoted(to)} {input.Arguments.Options} --reason \"…\"";

    // Of a group that was renamed as a whole the group is named; an instance of a foreach whose key changed has no name in the plan.
    private static string? InPlan(ChangeSet changes, StepState old, StepChange change)
    {
        var groups = changes.All.Select(c => c.Step.Step.Path.Value).ToHashSet(StringComparer.Ordinal);
        var (from, to) = (WithoutKeys(old.Path), change.Step.Step.Path.Value);
        if (from == to)
            return null;
        while (from.LastIndexOf('/') is var f and > 0 && to.LastIndexOf('/') is var t and > 0 && from[f..] == to[t..] && !groups.Contains(from[..f]))
            (from, to) = (from[..f], to[..t]);
        return groups.Contains(from)
            ? $"write renamed_from: {from} at \"{to}\" and say at \"{from}\" which one that was (renamed_from: none for a new step)"
            : $"write renamed_from: {from} at \"{to}\"";
    }

    private static string WithoutKeys(string path) =>
        string.Join('/', path.Split('/').Select(part => part.IndexOf('[', StringComparison.Ordinal) is var bracket and >= 0 ? part[..bracket] : part));
}
