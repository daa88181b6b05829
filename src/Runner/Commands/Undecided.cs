using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>The command that decides about the first step nobody but a person can decide about.</summary>
internal static class Undecided
{
    /// <summary>What to look at first and what else may be typed, and below it the command.</summary>
    public static void Tell(CommandInput input, ChangeSet changes, string? before = null) =>
        // Nothing starts before what was renamed is decided.
        Tell(input, changes, changes.Renamed.FirstOrDefault() ?? changes.Undecided.First(), before);

    public static void Tell(CommandInput input, ChangeSet changes, StepChange change, string? before = null)
    {
        var help = string.Join("; ", new[] { before, Help(input, change) }.OfType<string>());
        input.Output.Error($"{(help.Length > 0 ? $"  help: {help}\n" : "")}next: {Command(input, changes, change)}");
    }

    // One command, whole, that takes nothing for done which nobody has seen done.
    private static string Command(CommandInput input, ChangeSet changes, StepChange change) => change switch
    {
        { RanUnder: { } ran } => Move(input, ran.Steps[0].Path, change.Path.Value),
        { State.Undo.InDoubt: true } => $"planrunner undo {input.Arguments}{To(changes, change)}",
        { Mark: ChangeMark.Changed } => $"planrunner accept {input.Arguments.With(change.Path)} --reason \"…\"",
        _ => input.Arguments.NotDone(change.Path),
    };

    // Only what was being taken back: what stands above it stays.
    private static string To(ChangeSet changes, StepChange change) =>
        changes.Leaves.TakeWhile(leaf => leaf.Path != change.Path).LastOrDefault() is { } above
            ? $" --to {CommandArguments.Quoted(above.Path.Value)}" : "";

    private static string? Help(CommandInput input, StepChange change)
    {
        var list = change.State?.Items.Count > 0 ? "; --item KEY settles single statements of its list" : "";
        return change switch
        {
            // Told with it.
            { RanUnder: not null } => null,
            { State.Undo.InDoubt: true } => $"undo goes on with what was cut off; where nothing can tell whether it worked, look, then type: "
                + $"{input.Arguments.NotDone(change.Path)} where \"{change.Path}\" is taken back, or the same with --done where it stands",
            { Mark: ChangeMark.Changed } => $"where the changed text of \"{change.Path}\" may stand, accept it: it does not run again; "
                + "else set on_change in the plan, or bring the text back",
            { State: { Ended: true } or { InDoubt: false } } =>
                $"see first that \"{change.Path}\" may run again from its beginning; {CommandArguments.OrDone}{list}",
            _ => $"see first that nothing of \"{change.Path}\" runs any more, and that its effect is not there; {CommandArguments.OrDone}{list}",
        };
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
