namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>What a throwaway cluster should be like.</summary>
internal sealed record PostgresClusterOptions
{
    /// <summary>Null takes what the machine has.</summary>
    public int? Major { get; init; }

    /// <summary>
    /// The folder to make for it, which must not exist; null makes one in the temporary folder. The server's user must be able
    /// to reach it.
    /// </summary>
    public string? Folder { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>No connection without TLS. Off, both are taken, for what has to look into the protocol.</summary>
    public bool TlsOnly { get; init; }

    /// <summary>Off, a cluster starts and fills much faster and survives the death of its processes, but not of the machine.</summary>
    public bool Fsync { get; init; }
}
