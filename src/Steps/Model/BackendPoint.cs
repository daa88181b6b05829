namespace PlanRunner.Steps.Model;

/// <summary>The backend that runs a statement outside any transaction, to be found after the process died, as it may still run.</summary>
internal sealed record BackendPoint(string Connection, string SystemIdentifier, int Pid, string Start)
{
    /// <summary>What existed before the statement was sent, in terms of its end state: what is new afterwards was created by it.</summary>
    public string? Before { get; init; }

    /// <summary>The key of a generated statement.</summary>
    public string? Item { get; init; }
}
