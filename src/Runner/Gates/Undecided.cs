using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>The command for the first step that only a person can decide about.</summary>
internal sealed class Undecided(CommandArguments arguments)
{
    /// <summary>What to check first, alternatives, and the command.</summary>
    public Advice First(ChangeSet changes, string? before = null) =>
        // Nothing starts before what was renamed is decided.
        Of(changes, changes.Renamed.FirstOrDefault() ?? changes.Undecided.First(), before);

    public Advice Of(ChangeSet changes, StepChange change, string? before = null)
    {
        var help = string.Join("; ", new[] { before, Help(change) }.OfType<string>());
        return new Advice(help.Length > 0 ? help : null, Command(changes, change));
    }

    /// <summary>For each step whose text ran under another id, what to run in either case.</summary>
    public IEnumerable<Diagnostic> Renamed(ChangeSet changes)
    {
        foreach (var change in changes.Renamed)
        {
            var old = change.RanUnder!.Steps[0];
            var inPlan = InPlan(changes, old, change) is { } says ? $"{says}; or run: " : "run: ";
            var asNew = $"set renamed_from: none on it, or run: planrunner accept {arguments.With(change.Path)} --as-new --reason \"…\"";
            yield return Diagnostic.Error(
                "PR5075",
                $"step \"{change.Path}\": {change.RanUnder.Text}",
                change.Step.Place,
                $"if it was renamed, {inPlan}{Move(old.Path, change.Path.Value)}; if it is a new step that should run as well, {asNew}"
            );
        }
    }

    /// <summary>The command that moves the marker of one to the id of the other.</summary>
    /// <param name="from">The id that it ran under.</param>
    /// <param name="to">Its id now; to be filled in where it is not known here.</param>
    public string Move(string from, string to = "NEW") =>
        $"planrunner state mv {arguments.Plan} {CommandArguments.Quoted(from)} {CommandArguments.Quoted(to)} {arguments.Options} --reason \"…\"";

    // One complete command, which records nothing as done without evidence.
    private string Command(ChangeSet changes, StepChange change) =>
        change switch
        {
            { RanUnder: { } ran } => Move(ran.Steps[0].Path, change.Path.Value),
            { State.Undo.InDoubt: true } => $"planrunner undo {arguments}{To(changes, change)}",
            { Mark: ChangeMark.Changed } => $"planrunner accept {arguments.With(change.Path)} --reason \"…\"",
            _ => arguments.NotDone(change.Path),
        };

    // Only what was being undone: what is above it stays.
    private static string To(ChangeSet changes, StepChange change) =>
        changes.Leaves.TakeWhile(leaf => leaf.Path != change.Path).LastOrDefault() is { } above
            ? $" --to {CommandArguments.Quoted(above.Path.Value)}"
            : "";

    private string? Help(StepChange change)
    {
        var list = change.State?.Items.Count > 0 ? "; --item KEY resolves single statements of its list" : "";
        return change switch
        {
            // Reported with it.
            { RanUnder: not null } => null,
            { State.Undo.InDoubt: true } => $"undo resumes what was interrupted; if its outcome stays unknown, check, then run: "
                + $"{arguments.NotDone(change.Path)} if \"{change.Path}\" is undone, or the same with --done if its effect remains",
            { Mark: ChangeMark.Changed } => $"if the changed text of \"{change.Path}\" is correct, accept it: it does not run again; "
                + "otherwise set on_change in the plan, or restore the text",
            { Doubt: Doubt.OwnError or Doubt.None } =>
                $"check first that \"{change.Path}\" can safely run again from the start; {CommandArguments.OrDone}{list}",
            _ =>
                $"check first that nothing of \"{change.Path}\" is still running, and that it had no effect; {CommandArguments.OrDone}{list}",
        };
    }

    // For a group that was renamed as a whole, the group is named; an instance of a foreach whose key changed has no name in the plan.
    private static string? InPlan(ChangeSet changes, StepState old, StepChange change)
    {
        var groups = changes.All.Select(c => c.Step.Step.Path.Value).ToHashSet(StringComparer.Ordinal);
        var (from, to) = (WithoutKeys(old.Path), change.Step.Step.Path.Value);
        if (from == to)
            return null;
        while (
            from.LastIndexOf('/') is var f and > 0
            && to.LastIndexOf('/') is var t and > 0
            && from[f..] == to[t..]
            && !groups.Contains(from[..f])
        )
            (from, to) = (from[..f], to[..t]);
        return groups.Contains(from)
            ? $"set renamed_from: {from} on \"{to}\", and on \"{from}\" its own former path (renamed_from: none for a new step)"
            : $"set renamed_from: {from} on \"{to}\"";
    }

    private static string WithoutKeys(string path) =>
        string.Join(
            '/',
            path.Split('/').Select(part => part.IndexOf('[', StringComparison.Ordinal) is var bracket and >= 0 ? part[..bracket] : part)
        );
}
