namespace PlanRunner.Runner.State;

/// <summary>
/// Why it is not known whether the effect of a step, or of its undo, is there. This is the one place that says what "in doubt" is: it
/// follows from the journal alone. <c>Doubts</c> says what can resolve it, the execution resolves it.
/// </summary>
internal enum Doubt
{
    /// <summary>It is known: it did not begin, it is done, or it failed and nothing was done.</summary>
    None,

    /// <summary>Interrupted around its COMMIT: the server can tell.</summary>
    Commit,

    /// <summary>Interrupted while it ran outside any transaction.</summary>
    CutOff,

    /// <summary>It failed, and may have done something.</summary>
    Failed,

    /// <summary>
    /// It ended with its own error after whatever it had done. It is shown as failed, not as in doubt; still, it does not run again
    /// by itself.
    /// </summary>
    OwnError,

    /// <summary>The state was repaired and holds nothing of it: it may have run.</summary>
    Unrecorded,
}
