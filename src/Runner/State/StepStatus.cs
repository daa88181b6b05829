namespace PlanRunner.Runner.State;

/// <summary>What the journal says of a step. What follows from it is for the change planner.</summary>
internal enum StepStatus
{
    /// <summary>Never started, or undone, or certainly not done.</summary>
    Pending,

    /// <summary>A started line without an end: interrupted.</summary>
    Started,

    Done,

    /// <summary>Failed, and it is certain that nothing was done.</summary>
    Failed,

    /// <summary>Failed, and it is not known what was done.</summary>
    FailedInDoubt,

    Unverified,

    Skipped,
}
