using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>Exactly what was approved, or nothing.</summary>
internal static class ApprovalGate
{
    /// <summary>What would run has another fingerprint than the one given.</summary>
    public static Refusal? Fingerprint(GateQuestion asked) =>
        asked.Typed.ExpectFingerprint is { } expected && expected != asked.Target.Fingerprint
            ? Refusal.Of(
                ExitCodes.PersonNeeded,
                "PR5011",
                $"what would run now has fingerprint {asked.Target.Fingerprint}, not {expected}",
                $"nothing was started; see what differs: {asked.Typed.Look}"
            )
            : null;

    /// <summary>Something other than what was approved would run, or a required approval is missing.</summary>
    public static Refusal? Ask(GateQuestion asked)
    {
        // Where nothing is undone nothing has to be approved: a finished undo may be run again.
        if (asked.Target is { IsUndo: true, NothingToDo: true })
            return null;
        if (asked.Typed.Approved is not { } file)
            return asked.Plan.Environment.RequireApproval && !asked.Target.NothingToDo ? Missing(asked) : null;
        var diagnostics = new Diagnostics();
        if (SavedReview.Read(file, diagnostics) is not { } approved || diagnostics.HasErrors)
            return Refusal.Found(ExitCodes.Invalid, diagnostics);
        if (Agreement.Differences(approved, asked.Target) is not { Count: > 0 } differences)
            return null;
        var help = $"nothing was started; have it approved again: {asked.Typed.Look} --out {CommandArguments.Quoted(file)}";
        return new Refusal(ExitCodes.PersonNeeded)
        {
            Reasons =
            [
                Diagnostic.Error("PR5060", $"what would run now differs from \"{file}\":", null, help) with
                {
                    Detail = Listed(differences),
                },
            ],
        };
    }

    /// <summary>The differences from what was approved, one per line.</summary>
    public static string Listed(IEnumerable<string> differences) => string.Join('\n', differences.Select(difference => $"- {difference}"));

    /// <summary>What is run under an approval that does not cover all of it: files that only the machine of the run has.</summary>
    public static IEnumerable<string> Uncovered(ChangeSet changes) =>
        changes
            .Leaves.Where(c => ChangeFingerprint.Runs(c) && c.Step.Body!.Uncovered.Count > 0)
            .Select(c => $"note: the approval of {c.Path} does not cover the content of {string.Join(", ", c.Step.Body!.Uncovered)}");

    private static Refusal Missing(GateQuestion asked) =>
        Refusal.Of(
            ExitCodes.PersonNeeded,
            "PR5080",
            $"\"{asked.Plan.Environment.Name}\" runs only what was approved (require_approval), and --approved is missing",
            $"nothing was started; save what would run, have it approved, and pass it: {asked.Typed.Look} --out approved.json"
        ) with
        {
            Next = $"{asked.Typed.Whole} --approved approved.json",
        };
}
