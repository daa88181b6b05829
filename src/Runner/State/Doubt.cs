namespace PlanRunner.Runner.State;

/// <summary>
/// Why it is not known whether the effect of a step, or of its undo, is there. This is the one place that says what "in doubt" is: it
/// follows from the journal alone. What can settle it is for <c>Doubts</c>, and settling it for the execution.
/// </summary>
internal enum Doubt
{
    /// <summary>It is known: it did not begin, it is done, or it failed and nothing was done.</summary>
    None,

    /// <summary>Cut off around its COMMIT: the server can tell.</summary>
    Commit,

    /// <summary>Cut off while it ran outside any transaction.</summary>
    CutOff,

    /// <summary>It failed, and may have done something.</summary>
    Failed,

    /// <summary>
    /// It ended with an error of its own after whatever it had done. People read that it failed, not that it is in doubt; it does not
    /// run again unasked all the same.
    /// </summary>
    OwnError,

    /// <summary>The state was repaired and holds nothing of it: it may have run.</summary>
    Unrecorded,
}
