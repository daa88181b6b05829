using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>What blocks an undo alone.</summary>
internal static class UndoGates
{
    public static Refusal? OpenGroup(GateQuestion asked) =>
        asked.Now.All.FirstOrDefault(c => c.Open is { PastReturn: false } && c.State?.Undo is null) is { } open
            ? Refusal.Of(
                ExitCodes.NotUndone,
                "PR5033",
                $"group \"{open.Path}\" is {open.Reason}",
                $"undo or complete it first: planrunner apply {asked.Typed.Arguments}"
            )
            : null;

    public static Refusal? Cut(GateQuestion asked) =>
        asked.Undo?.Cut is { } cut
            ? Refusal.Of(
                ExitCodes.Invalid,
                "PR3905",
                $"--to {asked.Typed.To} would stop inside the guarded group \"{cut.Path}\"",
                "stop before or after it"
            )
            : null;

    /// <summary>It is not known whether a step ran that would have to be undone.</summary>
    public static Refusal? Unknown(GateQuestion asked) =>
        asked.Undo?.Unknown is { } unknown
            ? new Refusal(ExitCodes.PersonNeeded)
            {
                Reasons = [InDoubt(unknown)],
                Help = $"nothing was undone; resolve it first, after checking it: {CommandArguments.OrDone}",
                Next = asked.Typed.Arguments.NotDone(unknown.Path),
            }
            : null;

    /// <summary>What cannot be undone stops all of it.</summary>
    public static Refusal? Unable(GateQuestion asked)
    {
        var chosen = asked.Undo?.Steps ?? [];
        var stuck = chosen.Where(c => c.Step.Step.Undo is null).ToList();
        var doubtful = chosen.Where(Doubts.IsForPersonBeforeUndo).ToList();
        if (stuck.Count == 0 && doubtful.Count == 0)
            return null;
        var mend = stuck.Count > 0 ? "; give each step that is done an undo, or undo: none on purpose" : "";
        var settle = doubtful.Count > 0 ? $"; resolve what is in doubt, after checking it: {CommandArguments.OrDone}" : "";
        return new Refusal(ExitCodes.PersonNeeded)
        {
            Reasons =
            [
                .. stuck.Select(c => Refusal.At(c.Step.Place, "PR5030", $"step \"{c.Path}\" is done and has no undo")),
                .. doubtful.Select(InDoubt),
            ],
            Help = $"nothing was undone{mend}{settle}; or keep it with --to",
            Next = doubtful.Count > 0 ? asked.Typed.Arguments.NotDone(doubtful[0].Path) : null,
        };
    }

    public static Refusal? PointOfNoReturn(GateQuestion asked)
    {
        var past = asked.Typed.Past;
        bool Stops(StepChange change) => change.Step.Step.PointOfNoReturn && !past.Contains(change.Path.Value, StringComparer.Ordinal);
        if (asked.Undo?.Steps.FirstOrDefault(Stops) is not { } final)
            return null;
        var path = CommandArguments.Quoted(final.Path.Value);
        return new Refusal(ExitCodes.PersonNeeded)
        {
            Reasons = [Refusal.At(final.Step.Place, "PR5034", $"step \"{final.Path}\" is a point of no return, and it is done")],
            Help = $"nothing was undone; stop after it: --to {path}; only if you accept what is lost: {asked.Typed.Whole} --past {path}",
        };
    }

    private static Diagnostic InDoubt(StepChange change) => Refusal.At(change.Step.Place, "PR5031", $"step \"{change.Path}\" is in doubt");
}
