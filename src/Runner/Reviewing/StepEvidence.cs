namespace PlanRunner.Runner.Reviewing;

/// <summary>What a rehearsal measured of one step, with the text that it measured.</summary>
internal sealed record StepEvidence
{
    public required string Path { get; init; }

    /// <summary>Of the rendered text that ran. Another text was not rehearsed.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>From its start to its end, without what measuring took.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>WAL that its transactions wrote; null where the server cannot tell, or where it had none.</summary>
    public long? WalBytes { get; init; }

    /// <summary>WAL of whole servers meanwhile, where the step has no transaction to tell it apart by: an upper bound.</summary>
    public long? ServerWalBytes { get; init; }

    /// <summary>Rows written, by table.</summary>
    public IReadOnlyList<EvidenceRows> Rows { get; init; } = [];

    /// <summary>The strongest lock on each relation that was there before.</summary>
    public IReadOnlyList<EvidenceLock> Locks { get; init; } = [];

    /// <summary>Tables whose file is another one since: rewritten, or truncated.</summary>
    public IReadOnlyList<string> NewFiles { get; init; } = [];

    /// <summary>The locks were looked at again and again from beside: a short one may have been missed.</summary>
    public bool Sampled { get; init; }
}

/// <param name="Relation">With its schema.</param>
/// <param name="Inserted">Rows.</param>
/// <param name="Updated">Rows.</param>
/// <param name="Deleted">Rows.</param>
internal sealed record EvidenceRows(string Relation, long Inserted, long Updated, long Deleted);

/// <param name="Connection">The server.</param>
/// <param name="Relation">With its schema.</param>
/// <param name="Mode">As people call it: ACCESS EXCLUSIVE.</param>
/// <param name="Milliseconds">At most so long: since its transaction began.</param>
internal sealed record EvidenceLock(string Connection, string Relation, string Mode, double Milliseconds);
