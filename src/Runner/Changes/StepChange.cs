using PlanRunner.Runner.State;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Changes;

/// <summary>What is to be done about one step, and why: shown by a dry run, carried out by an apply.</summary>
public sealed record StepChange(RenderedStep Step, StepState? State, ChangeMark Mark, StepAction Action, string Reason)
{
    /// <summary>Never ran, while steps below it did.</summary>
    public bool OutOfOrder { get; init; }

    /// <summary>For a group: what is inside.</summary>
    public IReadOnlyList<StepChange> Steps { get; init; } = [];

    /// <summary>For a guarded group that an earlier process left open.</summary>
    public OpenGroup? Open { get; init; }

    public StepPath Path => Step.Path;

    public IEnumerable<StepChange> Leaves => Step.IsGroup ? Steps.SelectMany(s => s.Leaves) : [this];

    public IEnumerable<StepChange> SelfAndBelow => Steps.SelectMany(s => s.SelfAndBelow).Prepend(this);
}
