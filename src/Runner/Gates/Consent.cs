using PlanRunner.Runner.Execution;

namespace PlanRunner.Runner.Gates;

/// <summary>Whether what is about to be done was agreed to on the command line, and what is reported if it cannot prompt.</summary>
internal static class Consent
{
    public static bool IsGiven(GateQuestion asked) =>
        asked.Typed.Approved is not null
        || (
            asked.Undo is null
                ? asked.Typed.Yes || asked.Typed.ExpectFingerprint is not null
                : asked.Typed.Yes && Unconfirmed(asked).Count == 0
        );

    public static string Question(GateQuestion asked) =>
        $"{(asked.Undo is null ? "Run this" : "Undo this")} in {asked.Plan.Environment.Name}?";

    public static Refusal Declined(GateQuestion asked) =>
        new(ExitCodes.PersonNeeded) { Said = asked.Undo is null ? "Nothing was started." : "Nothing was undone." };

    /// <summary>It cannot prompt: not a terminal.</summary>
    public static Refusal Unasked(GateQuestion asked)
    {
        if (asked.Undo is not null)
            return UnaskedUndo(asked);
        var refusal = Refusal.Of(ExitCodes.PersonNeeded, "PR5013", "cannot prompt: not a terminal");
        return refusal.With(
            asked.Now.Undecided.Any()
                ? new Undecided(asked.Typed.Arguments).First(asked.Now, "nothing was started")
                : new Advice(
                    "nothing was started; --expect-fingerprint runs exactly what is shown here, --yes whatever is pending by then",
                    $"{asked.Typed.Whole} --expect-fingerprint {asked.Now.Fingerprint}"
                )
        );
    }

    /// <summary>The same for a rehearsal.</summary>
    public static Refusal UnaskedRehearsal(string plan, CommandArguments again)
    {
        var message = $"cannot ask whether to rehearse {plan} on throwaway clusters on this machine: not a terminal";
        return Refusal.Of(ExitCodes.PersonNeeded, "PR5013", message) with { Next = $"planrunner rehearse {again} --yes" };
    }

    private static Refusal UnaskedUndo(GateQuestion asked)
    {
        var unconfirmed = Unconfirmed(asked);
        var also = unconfirmed.Count > 0 ? ", and the environment is protected: what is undone must be confirmed by its path" : "";
        var yes = asked.Typed.Yes ? "" : " --yes";
        var confirm = string.Concat(unconfirmed.Select(path => $" --confirm {CommandArguments.Quoted(path)}"));
        var message = $"cannot prompt: not a terminal{also}";
        return Refusal.Of(ExitCodes.PersonNeeded, "PR5032", message, $"{asked.Typed.Whole}{yes}{confirm}");
    }

    // What no --confirm names, by the step or a group around it: the topmost of each, as an option would name it.
    private static List<string> Unconfirmed(GateQuestion asked)
    {
        if (!asked.Plan.Environment.Protected)
            return [];
        var open = asked.Undo!.Steps.Where(c => !asked.Typed.Confirmed.Any(path => StepArgument.IsIn(path, c.Step))).ToList();
        return
        [
            .. asked
                .Now.Steps.Where(top => open.Exists(c => c.Path == top.Path || c.Path.IsWithin(top.Path)))
                .Select(top => top.Path.Value)
                .Reverse(),
        ];
    }
}
