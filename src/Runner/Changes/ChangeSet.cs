using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Changes;

/// <summary>Everything that an apply would do now, decided once: a dry run shows it, an apply carries it out.</summary>
internal sealed class ChangeSet
{
    public required RenderedPlan Plan { get; init; }

    /// <summary>It is an undo: the steps are those that are undone, in that order.</summary>
    public bool IsUndo { get; init; }

    public required StateSnapshot State { get; init; }

    /// <summary>In the plan's order; groups hold their own.</summary>
    public required IReadOnlyList<StepChange> Steps { get; init; }

    /// <summary>Steps that ran and are no longer in the plan.</summary>
    public required IReadOnlyList<StepState> Removed { get; init; }

    /// <summary>A guarded group that was left open, or a step in one, that the plan no longer has and so cannot undo.</summary>
    public StepState? Lost { get; init; }

    /// <summary>Fingerprint of what would run, agreed between reviewer and operator; the same on every machine.</summary>
    public required string Fingerprint { get; init; }

    public IEnumerable<StepChange> Leaves => Steps.SelectMany(s => s.Leaves);

    public IEnumerable<StepChange> All => Steps.SelectMany(s => s.SelfAndBelow);

    /// <summary>Steps that a person has to decide on: those that an apply refuses to start for, and those that it stops at.</summary>
    public IEnumerable<StepChange> Undecided => Leaves.Where(c => c.IsUndecided);

    /// <summary>Those of them for which an apply starts nothing. For the others it first ends what their last attempt left running.</summary>
    public IEnumerable<StepChange> Refused => Leaves.Where(c => c.Action == StepAction.Decide);

    public int ToRun =>
        Leaves.Count(c =>
            c.Mark is ChangeMark.Run or ChangeMark.TakenBack or ChangeMark.Person or ChangeMark.Attention && c.Action is not StepAction.None
        );

    public int Changed => Leaves.Count(c => c.Mark == ChangeMark.Changed);

    /// <summary>Steps whose text ran under another id.</summary>
    public IEnumerable<StepChange> Renamed => Leaves.Where(c => c.Mark == ChangeMark.Renamed);

    public int Unchanged => Leaves.Count(c => c.Mark is ChangeMark.Unchanged);

    public int Skipped => Leaves.Count(c => c.Mark is ChangeMark.Skipped);

    /// <summary>Interrupted, or ended by something other than themselves: a step that failed with its own error has failed.</summary>
    public int InDoubt => Leaves.Count(c => c.IsInDoubt);

    /// <summary>True where an apply would start nothing and decide nothing.</summary>
    public bool NothingToDo =>
        Leaves.All(c => c.Action is StepAction.None or StepAction.Skip) && All.All(c => c.Open is null) && Lost is null;
}
