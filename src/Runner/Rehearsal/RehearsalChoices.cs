namespace PlanRunner.Runner.Rehearsal;

/// <summary>What a person chose for a rehearsal, beside the plan. Paths are to be opened.</summary>
internal sealed record RehearsalChoices
{
    /// <inheritdoc cref="RehearsalRequest.Folder"/>
    public string? Folder { get; init; }

    /// <inheritdoc cref="RehearsalRequest.Containers"/>
    public bool Containers { get; init; }

    /// <inheritdoc cref="RehearsalRequest.Keep"/>
    public bool Keep { get; init; }

    /// <inheritdoc cref="RehearsalRequest.Discard"/>
    public bool Discard { get; init; }

    /// <summary>Only removes the sandbox.</summary>
    public bool Remove { get; init; }

    /// <summary>Only starts and fills the sandbox.</summary>
    public bool SetupOnly { get; init; }

    /// <inheritdoc cref="RehearsalRequest.EvidenceFile"/>
    public string? EvidenceFile { get; init; }
}
