using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>All that a gate may decide by. What is not known yet at its moment is null.</summary>
internal sealed record GateQuestion(GatedCommand Command, TypedCommand Typed, RenderedPlan Plan)
{
    public required string StatePath { get; init; }

    /// <summary>Values of variables from the command line, or from the last run.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>Nothing is contacted.</summary>
    public bool Offline { get; init; }

    public StateReading? Reading { get; init; }

    public ChangeSet? Changes { get; init; }

    /// <summary>Of an undo: what it would undo.</summary>
    public UndoChoice? Undo { get; init; }

    /// <summary>Where the markers in the databases differ from the state.</summary>
    public IReadOnlyList<Diagnostic> Markers { get; init; } = [];

    /// <summary>The current state.</summary>
    public ChangeSet Now => Changes ?? throw new InvalidOperationException("asked before the change set is decided");

    /// <summary>What would run: for an undo, the undos.</summary>
    public ChangeSet Target => Undo is { } undo ? undo.Changes : Now;

    /// <summary>The same, of an undo.</summary>
    public GateQuestion ForUndo(ChangeSet now) => this with { Changes = now, Undo = UndoChoice.Of(now, Typed.To) };
}
