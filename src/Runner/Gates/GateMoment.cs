namespace PlanRunner.Runner.Gates;

/// <summary>What is known where a gate is asked.</summary>
internal enum GateMoment
{
    /// <summary>The plan and its environment; nothing was contacted.</summary>
    Loaded,

    /// <summary>The state, under its lock where the command writes.</summary>
    StateRead,

    /// <summary>The change set.</summary>
    Decided,

    /// <summary>The same, after a person was shown it: what would block it.</summary>
    Shown,
}
