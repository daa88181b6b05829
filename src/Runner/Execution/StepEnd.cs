namespace PlanRunner.Runner.Execution;

internal enum StepEnd
{
    Done,

    /// <summary>Its probe, or its transaction's outcome, said that it already existed.</summary>
    AlreadyDone,

    Skipped,
    Undone,
    Failed,
    Unverified,

    /// <summary>A person must decide or do something.</summary>
    NeedsPerson,

    /// <summary>A person said no.</summary>
    Declined,

    Cancelled,
}
