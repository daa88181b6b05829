using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>
/// Decides what is to be done: the rendered plan against the state, and nothing else. Pure, so the same answer for a dry run and
/// an apply. Probes run later, in whatever carries out or shows the change set.
/// </summary>
internal sealed class ChangePlanner
{
    private readonly RenderedPlan plan;
    private readonly StateSnapshot state;
    private readonly DateTimeOffset now;
    private readonly HashSet<StepPath> voided = [];

    // Leaves in order, and the index of the last one with an effect that has started: checks above it are history.
    private readonly Dictionary<StepPath, int> order = [];
    private int lastStartedEffect = -1;
    private int lastDone = -1;

    private ChangePlanner(RenderedPlan plan, StateSnapshot state, DateTimeOffset now)
    {
        this.plan = plan;
        this.state = state;
        this.now = now;
    }

    public static ChangeSet Decide(RenderedPlan plan, StateSnapshot state, DateTimeOffset now) =>
        new ChangePlanner(plan, state, now).Decide();

    private ChangeSet Decide()
    {
        FindOpenGroups(plan.Steps);
        Index();
        var changes = plan.Steps.Select(step => Decide(step, included: true)).ToList();
        var renamed = new RenameFinder(plan, state, path => voided.Any(path.IsWithin) ? null : state.Find(path));
        changes = changes.ConvertAll(renamed.Look);
        if (WhollyDone(changes))
            changes = [.. changes.Select(AsHistory)];

        var known = plan.Steps.SelectMany(All).Select(s => s.Path.Value).ToHashSet(StringComparer.Ordinal);
        return new ChangeSet
        {
            Plan = plan,
            State = state,
            Steps = changes,
            Removed =
            [
                .. state.Steps.Values.Where(s => s.MayHaveEffect && !s.IsGroup && !known.Contains(s.Path)).OrderBy(s => s.StartedAt),
            ],
            Lost = LostGroup(known),
            Fingerprint = ChangeFingerprint.Of(plan, changes),
        };
    }

    // A guarded group that is open, or something inside one, that today's plan can no longer undo.
    private StepState? LostGroup(HashSet<string> known)
    {
        var guarded = plan.Steps.SelectMany(All).Where(s => s.Step.Guarded).Select(s => s.Path.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var group in state.Steps.Values.Where(s => s is { IsGroup: true, IsOpen: true }))
        {
            if (!guarded.Contains(group.Path))
                return group;
            if (
                state.Steps.Values.FirstOrDefault(s =>
                    s.MayHaveEffect && new StepPath(s.Path).IsWithin(new StepPath(group.Path)) && !known.Contains(s.Path)
                ) is
                { } inside
            )
                return inside;
        }

        return null;
    }

    private static IEnumerable<RenderedStep> All(RenderedStep step) => step.Steps.SelectMany(All).Prepend(step);

    private void FindOpenGroups(IReadOnlyList<RenderedStep> steps)
    {
        foreach (var step in steps.Where(s => s.IsGroup))
        {
            if (OpenState(step) is { UndoFirst: true })
                voided.Add(step.Path);
            FindOpenGroups(step.Steps);
        }
    }

    private OpenGroup? OpenState(RenderedStep group)
    {
        if (!group.Step.Guarded || state.Find(group.Path) is not { IsOpen: true, StartedAt: { } since } opened)
            return null;
        var inside = group.Leaves.Select(leaf => state.Find(leaf.Path)).OfType<StepState>().ToList();
        var pastReturn = group.Leaves.Any(leaf => state.Find(leaf.Path)?.IsPastReturn(leaf.Step.PointOfNoReturn) == true);
        var deadline = opened.Timeout is { } time
            ? time < DateTimeOffset.MaxValue - since
                ? since + time
                : DateTimeOffset.MaxValue
            : (DateTimeOffset?)null;
        var begun = inside.Exists(s => s.Undo is not null) || opened.Undo is not null;
        var because =
            begun ? "its undo was started and not finished"
            : opened.Status == StepStatus.Failed ? "it failed"
            : ChangedInside(group) is { } changed ? $"the text of \"{changed}\" has changed since"
            : deadline < now ? $"it timed out at {deadline:HH:mm:ss}Z"
            : null;
        return new OpenGroup(since, deadline, pastReturn, !pastReturn && because is not null, because);
    }

    // Nobody should have to decide about a text while a guarded group is open.
    private StepPath? ChangedInside(RenderedStep group) =>
        group
            .Leaves.FirstOrDefault(leaf =>
                !leaf.IsCheck && state.Find(leaf.Path) is { MayHaveEffect: true, Text: { } text } ran && !leaf.IsTextOf(text, ran.Rendered)
            )
            ?.Path;

    private StepState? StateOf(RenderedStep step) => voided.Any(group => step.Path.IsWithin(group)) ? null : state.Find(step.Path);

    private void Index()
    {
        var index = 0;
        foreach (var leaf in plan.Leaves)
        {
            order[leaf.Path] = index;
            var leafState = StateOf(leaf);
            if (leafState is not null && leafState.Status is not (StepStatus.Pending or StepStatus.Skipped))
            {
                if (!leaf.IsCheck)
                    lastStartedEffect = index;
                if (!leaf.IsCheck && leafState.Status is StepStatus.Done or StepStatus.Unverified)
                    lastDone = index;
            }

            index++;
        }
    }

    private StepChange Decide(RenderedStep step, bool included)
    {
        included &= step.Included;
        if (!step.IsGroup)
            return included
                ? DecideLeaf(step)
                : new StepChange(step, StateOf(step), ChangeMark.Skipped, StepAction.Skip, "its condition is false");

        var inside = step.Steps.Select(s => Decide(s, included)).ToList();
        var open = included ? OpenState(step) : null;
        var pending = inside.SelectMany(c => c.Leaves).Any(c => c.Action is not (StepAction.None or StepAction.Skip));
        var mark =
            !included ? ChangeMark.Skipped
            : open is not null ? ChangeMark.Attention
            : pending ? ChangeMark.Run
            : ChangeMark.Unchanged;
        var reason =
            open is null ? ""
            : open.UndoFirst ? $"open since {open.Since:yyyy-MM-dd HH:mm:ss}Z, undone first: {open.Because}"
            : open.PastReturn ? $"open since {open.Since:yyyy-MM-dd HH:mm:ss}Z, past its point of no return"
            : $"open since {open.Since:yyyy-MM-dd HH:mm:ss}Z";
        return new StepChange(step, state.Find(step.Path), mark, pending ? StepAction.Run : StepAction.None, reason)
        {
            Steps = inside,
            Open = open,
        };
    }

    private StepChange DecideLeaf(RenderedStep step)
    {
        var change = Judge(step);
        if (StandsOpen(step))
            return change with { Mark = ChangeMark.Attention, Reason = "still in effect: undone first, then it runs again", Stands = true };
        return change.Action == StepAction.Settle ? change with { IsForPerson = Doubts.IsForPerson(plan, step, change.State) } : change;
    }

    // The state of what is undone first is used for nothing else.
    private bool StandsOpen(RenderedStep step) =>
        step.Undo is not null
        && voided.Any(step.Path.IsWithin)
        && state.Find(step.Path) is { } held
        && (held.MayHaveEffect || held.Undo is not null);

    private StepChange Judge(RenderedStep step)
    {
        var found = StateOf(step);
        StepChange Change(ChangeMark mark, StepAction action, string reason) => new(step, found, mark, action, reason);
        var person = step.Body?.Effect == StepEffect.Person;
        if (found is null && state.TailLost && !step.IsCheck && !person)
            return Change(ChangeMark.Attention, StepAction.Settle, "the state was damaged and repaired: this may have run");
        if (found is null || found.Status is StepStatus.Pending or StepStatus.Skipped)
        {
            var outOfOrder = !step.IsCheck && order[step.Path] < lastDone;
            var fresh =
                person && found?.Approved != true
                    ? Change(ChangeMark.Person, StepAction.Run, "manual: waiting for approval")
                    : Change(
                        ChangeMark.Run,
                        StepAction.Run,
                        found?.Approved == true ? "approved"
                            : outOfOrder ? "out of order: later steps ran before it"
                            : ""
                    );
            return fresh with { OutOfOrder = outOfOrder };
        }

        if (found.InDoubt || found.HasBegunList)
        {
            if (found.Text is not null && !step.IsTextOf(found.Text, found.Rendered))
            {
                // What may run twice, and again when its text changes, needs no decision: whatever the old text did, the new one runs.
                return step is { OnChange: OnChange.Rerun, Step.Idempotent: true } && found.InDoubt && found.Items.Count == 0
                    ? Change(ChangeMark.Attention, StepAction.Settle, $"{Unsettled(found)}; its text changed since, and it runs again")
                    : Change(ChangeMark.Attention, StepAction.Decide, OtherText(found));
            }

            return found.InDoubt
                ? Change(ChangeMark.Attention, StepAction.Settle, Unsettled(step, found))
                : Change(
                    ChangeMark.Attention,
                    StepAction.Run,
                    $"resumes its list: {found.Items.Count(i => i.Progress == ItemProgress.Done)} of {found.Items.Count} done"
                );
        }

        if (found.Undo is { InDoubt: true })
            return Change(ChangeMark.Attention, StepAction.Decide, "its undo was interrupted, and may have taken effect");
        return found.Status switch
        {
            StepStatus.Started when person && found.Approved => Change(ChangeMark.Run, StepAction.Run, "approved"),
            StepStatus.Started when person => Change(ChangeMark.Person, StepAction.Run, "manual: waiting for approval"),
            StepStatus.Started => Change(ChangeMark.Attention, StepAction.Run, "was interrupted before it did anything"),
            StepStatus.Failed => Change(
                ChangeMark.Attention,
                StepAction.Run,
                $"failed: {found.Because}{(found.Left is { } left ? $"; {left}" : "")}"
            ),
            StepStatus.Unverified => Change(ChangeMark.Attention, StepAction.Verify, $"done, not verified: {found.Because}"),
            _ => DecideDone(step, found),
        };
    }

    private StepChange DecideDone(RenderedStep step, StepState found)
    {
        StepChange Change(ChangeMark mark, StepAction action, string reason) => new(step, found, mark, action, reason);
        var changed = found.Text is not null && !step.IsTextOf(found.Text, found.Rendered);
        if (step.IsCheck)
        {
            return order[step.Path] < lastStartedEffect
                ? Change(ChangeMark.Unchanged, StepAction.None, "history")
                : Change(ChangeMark.Run, StepAction.AskAgain, "asked again");
        }

        if (!changed)
            return Change(ChangeMark.Unchanged, StepAction.None, $"done {found.EndedAt:yyyy-MM-dd HH:mm}Z");
        return step.OnChange switch
        {
            OnChange.Accept => Change(ChangeMark.Unchanged, StepAction.None, "its text changed since it ran, which the plan accepts"),
            OnChange.Rerun => Change(ChangeMark.Changed, StepAction.Run, "its text changed since it ran: runs again"),
            _ => Change(ChangeMark.Changed, StepAction.Decide, "its text changed since it ran"),
        };
    }

    // What failed with an error of its own is not in doubt.
    private static string OtherText(StepState found) =>
        found switch
        {
            { Doubt: Doubt.OwnError } => "failed, and its text changed since: decide first whether it may run again",
            { InDoubt: true } => "in doubt, and its text changed since: resolve it first",
            _ => $"{Progress(found)}, and its text changed since: decide first whether it may run again from the start",
        };

    private static string Progress(StepState found) =>
        $"{found.Items.Count(i => i.Progress == ItemProgress.Done)} of {found.Items.Count} statements of its list are done";

    private static string Unsettled(StepState found) =>
        found.Doubt == Doubt.OwnError ? $"failed: {found.Because}" : $"in doubt: {Why(found)}";

    private static string Unsettled(RenderedStep step, StepState found) =>
        found.Doubt != Doubt.OwnError && step is { DoneWhen: null, Body.Settles: not null }
            ? $"{Unsettled(found)}; an apply checks the catalog"
            : Unsettled(found);

    private static string Why(StepState found) =>
        found.Doubt switch
        {
            Doubt.Commit => "interrupted around its COMMIT",
            Doubt.Failed => $"failed, and may have had an effect: {found.Because}",
            _ => "interrupted while it ran",
        };

    // A plan that is completely done asks nothing: its last checks are history too.
    private static bool WhollyDone(List<StepChange> changes) =>
        changes.SelectMany(c => c.Leaves).All(c => c.Action is StepAction.None or StepAction.Skip or StepAction.AskAgain)
        && changes.SelectMany(c => c.SelfAndBelow).All(c => c.Open is null);

    private static StepChange AsHistory(StepChange change) =>
        change switch
        {
            { Step.IsGroup: true } => change with
            {
                Steps = [.. change.Steps.Select(AsHistory)],
                Action = StepAction.None,
                Mark = change.Mark == ChangeMark.Run ? ChangeMark.Unchanged : change.Mark,
            },
            { Action: StepAction.AskAgain } => change with { Action = StepAction.None, Mark = ChangeMark.Unchanged, Reason = "history" },
            _ => change,
        };
}
