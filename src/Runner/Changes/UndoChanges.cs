using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>What an undo would run, as a separate change set, so that it has the outputs, the findings and the approval of an apply.</summary>
internal static class UndoChanges
{
    /// <param name="now">The current state.</param>
    /// <param name="chosen">The steps to undo.</param>
    public static ChangeSet Of(ChangeSet now, IReadOnlySet<StepPath> chosen)
    {
        var steps = Back(now, now.Steps, chosen);
        return new ChangeSet
        {
            Plan = now.Plan,
            State = now.State,
            Steps = steps,
            Removed = now.Removed,
            IsUndo = true,
            Fingerprint = ChangeFingerprint.Of(now.Plan, steps, takesBack: true),
        };
    }

    // The last one first, groups with what is in them.
    private static List<StepChange> Back(ChangeSet now, IReadOnlyList<StepChange> steps, IReadOnlySet<StepPath> chosen)
    {
        var result = new List<StepChange>();
        foreach (var change in steps.Reverse())
        {
            if (change.Step.IsGroup && Back(now, change.Steps, chosen) is { Count: > 0 } inside)
                result.Add(
                    new StepChange(Group(change.Step, inside), change.State, ChangeMark.TakenBack, StepAction.Run, "")
                    {
                        Steps = inside,
                        IsUndo = true,
                    }
                );
            else if (!change.Step.IsGroup && chosen.Contains(change.Path))
                result.Add(Taken(change with { State = now.State.Find(change.Path) }));
        }

        return result;
    }

    // The change set forgets what a group that is undone first still holds; an undo undoes just that.
    private static StepChange Taken(StepChange change) =>
        new(Leaf(change.Step), change.State, ChangeMark.TakenBack, StepAction.Run, Reason(change)) { IsUndo = true };

    // Said in the plan, were it undo: none.
    private static bool HasUndo(RenderedStep step) => step.Step.Undo is not null;

    private static string Reason(StepChange change) =>
        change switch
        {
            _ when !HasUndo(change.Step) => "it has no undo, so nothing is undone",
            { Step.Undo: null } => "undo: none: only its marker is removed",
            { State: { Text: { } ran } state } when !change.Step.IsTextOf(ran, state.Rendered) =>
                "its text is not the text that ran; the undo is the current one",
            _ => "",
        };

    private static RenderedStep Group(RenderedStep step, List<StepChange> inside) =>
        new()
        {
            Path = step.Path,
            Step = new Step
            {
                Id = step.Step.Id,
                Path = step.Step.Path,
                Place = step.Place,
                Waivers = step.Step.Waivers,
            },
            Steps = [.. inside.Select(change => change.Step)],
            Title = step.Title,
        };

    private static RenderedStep Leaf(RenderedStep step)
    {
        var body = step.Undo ?? new MarkerOnly(step.Body!.Body, HasUndo(step));
        return new RenderedStep
        {
            Path = step.Path,
            Step = new Step
            {
                Id = step.Step.Id,
                Path = step.Step.Path,
                Place = step.Place,
                Body = body.Body,
                Idempotent = step.Step.Undo?.Idempotent == true,
                Retry = step.Step.Undo?.Retry,
                Waivers = step.Step.Waivers,
            },
            Body = body,
            Title = step.Title,
            Settings = body.RunsNothing ? new Dictionary<string, string>() : step.Settings,
            Timeout = body.RunsNothing ? null : step.Timeout,
            InstanceKey = step.InstanceKey,
            Names = step.Names,
        };
    }

    // undo: none, for which nothing runs; or no undo at all.
    private sealed class MarkerOnly(StepBody body, bool said) : RenderedBody(body)
    {
        public override StepEffect Effect => StepEffect.None;

        public override bool RunsNothing => true;

        public override string Redacted => said ? "-- undo: none" : "-- no undo";

        public override bool HoldsSecret => false;

        public override Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
            Task.FromResult<StepOutcome>(StepOutcome.Done.Nothing);
    }
}
