using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>What is to be done about one step, and why: shown by a dry run, carried out by an apply.</summary>
internal sealed record StepChange(RenderedStep Step, StepState? State, ChangeMark Mark, StepAction Action, string Reason)
{
    /// <summary>Never ran, while steps below it did.</summary>
    public bool OutOfOrder { get; init; }

    /// <summary>Its only reason to run is that it is out of order.</summary>
    public bool RunsOutOfOrder => OutOfOrder && Mark == ChangeMark.Run && State?.Approved != true;

    /// <summary>For a group: what is inside.</summary>
    public IReadOnlyList<StepChange> Steps { get; init; } = [];

    /// <summary>For a guarded group that an earlier process left open.</summary>
    public OpenGroup? Open { get; init; }

    /// <summary>It is undone: what would run is its undo.</summary>
    public bool IsUndo { get; init; }

    /// <summary>What it would run ran before, under another id.</summary>
    public RanUnder? RanUnder { get; init; }

    /// <summary>What the journal holds of earlier attempts at what it would run: the step's own, or those of its undo.</summary>
    public StepState? Attempt => IsUndo ? State?.Undo : State;

    /// <summary>Interrupted or failed, and only a person can decide the outcome: an apply asks for it when it reaches the step.</summary>
    public bool IsForPerson { get; init; }

    /// <summary>Its effect remains, in a group that is undone before anything else: then it runs again.</summary>
    public bool Stands { get; init; }

    /// <summary>A person has to decide on it before it can run.</summary>
    public bool IsUndecided => Action == StepAction.Decide || IsForPerson;

    /// <summary>Why it is not known whether its effect is there; a journal that was repaired may have lost it altogether.</summary>
    public Doubt Doubt => State?.Doubt ?? (Action == StepAction.Settle ? Doubt.Unrecorded : Doubt.None);

    /// <summary>What people are reported is in doubt: a step that failed with an error of its own has failed.</summary>
    public bool IsInDoubt => Doubt is not (Doubt.None or Doubt.OwnError);

    public StepPath Path => Step.Path;

    public IEnumerable<StepChange> Leaves => Step.IsGroup ? Steps.SelectMany(s => s.Leaves) : [this];

    public IEnumerable<StepChange> SelfAndBelow => Steps.SelectMany(s => s.SelfAndBelow).Prepend(this);

    /// <summary>The status of a step, in a word or two.</summary>
    /// <param name="running">A run is going on.</param>
    public string Word(bool running) =>
        this switch
        {
            { State.Status: StepStatus.Started } when running => "running",
            { Action: StepAction.Skip } => "skipped",
            { Stands: true } => "to undo",
            { Mark: ChangeMark.Renamed } => "renamed",
            { State.Undo.InDoubt: true } => "in doubt",
            { Doubt: Doubt.OwnError } => "failed",
            { IsInDoubt: true } => "in doubt",
            { State.Status: StepStatus.Done, Mark: ChangeMark.Changed } => "changed",
            { State.Status: StepStatus.Done } => "done",
            { State.Status: StepStatus.Failed } => "failed",
            { State.Status: StepStatus.Unverified } => "unverified",
            { State.Approved: true } => "approved",
            { Mark: ChangeMark.Person } => "a person",
            { State.Status: StepStatus.Started } => "cut off",
            _ => "to run",
        };
}
