namespace PlanRunner.Steps.Model;

/// <summary>What to do about a step in doubt.</summary>
internal enum OnInterrupted
{
    /// <summary>Ask: the transaction's outcome, then done_when, else a person.</summary>
    Resolve,

    /// <summary>Undo it, then run it again.</summary>
    Undo,

    /// <summary>Run it again; needs <c>idempotent</c>.</summary>
    Rerun,

    /// <summary>Always a person.</summary>
    Stop,
}
