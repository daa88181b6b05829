namespace PlanRunner.Steps.Model;

/// <summary>What a server says about a transaction whose COMMIT was sent.</summary>
internal enum CommitFate
{
    Committed,

    /// <summary>It left nothing, or what it left (setval and its like) shows only in <see cref="CommitPoint.RollbackSafe"/>.</summary>
    Aborted,

    /// <summary>Too old, another server, another timeline: a probe or a person decides.</summary>
    Inconclusive,
}
