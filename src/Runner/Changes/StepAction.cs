namespace PlanRunner.Runner.Changes;

/// <summary>What an apply does about a step.</summary>
internal enum StepAction
{
    /// <summary>Nothing: done, or history.</summary>
    None,

    Run,

    /// <summary>A check that passed before runs again.</summary>
    AskAgain,

    /// <summary>Its effect remains, its verify is asked again; never rerun.</summary>
    Verify,

    /// <summary>Interrupted or failed with an unknown outcome: resolved first, then run if it was not done.</summary>
    Settle,

    /// <summary>Its condition is false.</summary>
    Skip,

    /// <summary>A person must decide before anything starts.</summary>
    Decide,
}
