namespace PlanRunner.Steps.Model;

/// <summary>The backend that runs a statement outside any transaction, to be found again after the runner died: it may run on.</summary>
internal sealed record BackendPoint(string Connection, string SystemIdentifier, int Pid, string Start)
{
    /// <summary>What there was before the statement was sent, in the words of its end state: what is new afterwards was made by it.</summary>
    public string? Before { get; init; }

    /// <summary>The key of a generated statement.</summary>
    public string? Item { get; init; }
}
