using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution.Observing;

/// <summary>What a dry run saw for one step. <paramref name="AlreadyDone"/>: an apply would only record it.</summary>
internal sealed record SeenStep(Observation Seen, bool AlreadyDone)
{
    /// <summary>How long a check took to be asked; null of other steps.</summary>
    public TimeSpan? Took { get; init; }
}
