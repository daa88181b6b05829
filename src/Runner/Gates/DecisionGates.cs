using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>What a person has to decide before anything runs.</summary>
internal static class DecisionGates
{
    public static Refusal? Lost(GateQuestion asked) => OpenGuardedGroups.Lost(asked.Now, asked.Typed.Arguments);

    /// <summary>If something runs, the servers are asked who they are; if nothing runs, the declarations are used.</summary>
    public static Refusal? DeclaredServers(GateQuestion asked) =>
        asked.Now.NothingToDo && ServerBinding.Difference(asked.Now.State, asked.Plan.Environment.Connections.Values) is { } other
            ? Refusal.Of(
                ExitCodes.PersonNeeded,
                "PR5016",
                other,
                $"if this is expected: planrunner state rebind {asked.Typed.Arguments} --reason \"…\"; "
                    + "another database needs its own environment (and so its own state)"
            )
            : null;

    /// <summary>What was shown is what would run once the state is corrected from the markers.</summary>
    public static Refusal? Markers(GateQuestion asked)
    {
        if (asked.Markers.Count == 0)
            return null;
        var undo = asked.Command == GatedCommand.UndoDryRun;
        var (what, command) = undo ? ("be undone", "undo") : ("run", "apply");
        var to = undo && asked.Typed.To is { } last ? $" --to {CommandArguments.Quoted(last)}" : "";
        return new Refusal(ExitCodes.PersonNeeded)
        {
            Reasons = asked.Markers,
            Help = $"this is what would {what} once the state is corrected from the markers; the next {command} does only that",
            Next = $"planrunner {command} {asked.Typed.Arguments}{to}",
        };
    }

    /// <summary>The text of a step ran under another id.</summary>
    public static Refusal? Renamed(GateQuestion asked)
    {
        if (!asked.Now.Renamed.Any())
            return null;
        var undecided = new Undecided(asked.Typed.Arguments);
        var before = asked.Command switch
        {
            GatedCommand.Apply => $"nothing was started; see {asked.Typed.Look}",
            GatedCommand.DryRun => null,
            _ => "nothing was undone",
        };
        // Steps that only a person can decide about are reported with it where all of them stop the run.
        var others = asked.Command == GatedCommand.Apply ? ForPerson(asked.Now) : [];
        var refusal = new Refusal(ExitCodes.PersonNeeded) { Reasons = [.. undecided.Renamed(asked.Now), .. others] };
        return refusal.With(undecided.First(asked.Now, before));
    }

    /// <summary>A step that only a person can decide about, for which an apply starts nothing.</summary>
    public static Refusal? Refused(GateQuestion asked) =>
        ForPerson(asked.Now) is { Count: > 0 } reasons
            ? new Refusal(ExitCodes.PersonNeeded) { Reasons = reasons }.With(
                new Undecided(asked.Typed.Arguments).First(asked.Now, $"nothing was started; see {asked.Typed.Look}")
            )
            : null;

    /// <summary>Steps that ran and are no longer in the plan, which stops nothing.</summary>
    public static IEnumerable<Diagnostic> Removed(GateQuestion asked) =>
        asked.Now.Removed.Select(removed => new Diagnostic(
            "PR5017",
            Severity.Warning,
            $"step \"{removed.Path}\" ran here and is no longer in the plan",
            null,
            $"its effect remains; if it was renamed, write renamed_from: {removed.Path} there, "
                + $"or run: {new Undecided(asked.Typed.Arguments).Move(removed.Path)}"
        ));

    private static List<Diagnostic> ForPerson(ChangeSet now) =>
        [
            .. now
                .Refused.Where(c => c.RanUnder is null)
                .Select(change => Refusal.At(change.Step.Place, "PR5012", $"step \"{change.Path}\": {change.Reason}")),
        ];
}
