using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>What a run reports to its observers, as it happens.</summary>
internal abstract record RunEvent
{
    private RunEvent() { }

    /// <summary>A run begins; <paramref name="Total"/> steps have something to do.</summary>
    public sealed record Begun(string Run, int Total) : RunEvent;

    public sealed record StepBegun(RenderedStep Step, StepActivity Activity) : RunEvent;

    public sealed record StepEnded(RenderedStep Step, StepResult Result) : RunEvent;

    public sealed record GroupOpened(RenderedStep Group, DateTimeOffset? Deadline) : RunEvent;

    public sealed record UndoingGroup(RenderedStep Group, string Because) : RunEvent;

    public sealed record GroupUndone(RenderedStep Group, bool Whole) : RunEvent;

    public sealed record Told(StepEvent Event) : RunEvent;

    public sealed record Note(string Text) : RunEvent;
}
