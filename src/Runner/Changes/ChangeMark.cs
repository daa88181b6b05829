namespace PlanRunner.Runner.Changes;

/// <summary>What a dry run puts before a step.</summary>
internal enum ChangeMark
{
    /// <summary><c>+</c> to run.</summary>
    Run,

    /// <summary><c>~</c> its text changed since it ran.</summary>
    Changed,

    /// <summary><c>=</c> done and unchanged.</summary>
    Unchanged,

    /// <summary><c>-</c> in the state, no longer in the plan.</summary>
    Removed,

    /// <summary><c>></c> its text, or a similar one, ran under another id.</summary>
    Renamed,

    /// <summary><c>!</c> failed or in doubt.</summary>
    Attention,

    /// <summary><c>?</c> waits for a person.</summary>
    Person,

    /// <summary><c><</c> is undone.</summary>
    TakenBack,

    /// <summary><c>/</c> skipped by its condition.</summary>
    Skipped,
}
