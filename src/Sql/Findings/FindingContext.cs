namespace PlanRunner.Sql.Findings;

/// <summary>The context of a text: the settings of its session, and what the plan did before it.</summary>
internal sealed record FindingContext
{
    /// <summary>The step's settings give a lock_timeout.</summary>
    public bool HasLockTimeout { get; init; }

    /// <summary>Statements are in one transaction, which keeps every lock to its end.</summary>
    public bool InTransaction { get; init; } = true;

    /// <summary>The plan says that running the step can safely run twice, which is what IF EXISTS is for.</summary>
    public bool Idempotent { get; init; }

    /// <summary>What the plan did before; grows with what the text does.</summary>
    public required PlanTrail Trail { get; init; }

    /// <summary>Of relations that somebody asked the server about.</summary>
    public Func<string, RelationSize?> SizeOf { get; init; } = _ => null;
}
