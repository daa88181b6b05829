using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Gates;

/// <summary>What an undo undoes, last step first, as the change set and the command line define it.</summary>
internal sealed class UndoChoice
{
    private readonly ChangeSet now;
    private readonly int from;

    private UndoChoice(ChangeSet now, string? to)
    {
        this.now = now;
        from = to is null ? 0 : now.Leaves.ToList().FindLastIndex(c => StepArgument.IsIn(to, c.Step)) + 1;
        Steps = [.. now.Leaves.Skip(from).Reverse().Where(StandsNow).Select(c => c with { State = Known(c) })];
        Changes = UndoChanges.Of(now, Steps.Select(c => c.Path).ToHashSet());
    }

    public IReadOnlyList<StepChange> Steps { get; }

    /// <summary>The same as a separate change set, for its outputs, its findings and its approval.</summary>
    public ChangeSet Changes { get; }

    /// <summary>The guarded group that would be undone in part: half of it undone, all of it would run again.</summary>
    public StepChange? Cut =>
        now.All.FirstOrDefault(g =>
            g.Step.Step.Guarded
            && Steps.Any(c => c.Path.IsWithin(g.Path))
            && g.Leaves.Any(l => StandsNow(l) && Steps.All(c => c.Path != l.Path))
        );

    /// <summary>After a repair of the state, a step may have run that it does not mention.</summary>
    public StepChange? Unknown => now.Leaves.Skip(from).FirstOrDefault(c => c is { Doubt: Doubt.Unrecorded, Step.IsCheck: false });

    /// <param name="now">The current state.</param>
    /// <param name="to">The last step that stays; null where all is undone.</param>
    public static UndoChoice Of(ChangeSet now, string? to) => new(now, to);

    private bool StandsNow(StepChange change) => !change.Step.IsCheck && Known(change) is { MayHaveEffect: true };

    // The change set forgets what a group that is undone first still holds.
    private StepState? Known(StepChange change) => now.State.Find(change.Path);
}
