namespace PlanRunner.Runner.State;

/// <summary>What the journal says of a step. What follows from it is for the change planner.</summary>
internal enum StepStatus
{
    /// <summary>Never started, or taken back, or certainly not done.</summary>
    Pending,

    /// <summary>A started line without an end: cut off.</summary>
    Started,

    Done,

    /// <summary>Failed, and it is certain that nothing was done.</summary>
    Failed,

    /// <summary>Failed, and nobody knows what was done.</summary>
    FailedInDoubt,

    Unverified,

    Skipped,
}
