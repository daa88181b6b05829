namespace PlanRunner.Steps.Model;

/// <summary>
/// What identifies a transaction whose COMMIT is about to be sent, so that its outcome can be asked for later:
/// the id on that server (system identifier, timeline, database) and the backend (pid, start) that must be gone first.
/// </summary>
internal sealed record CommitPoint(
    string Connection,
    string Xid,
    string SystemIdentifier,
    string Timeline,
    string Database,
    int BackendPid,
    string BackendStart,
    bool RollbackSafe
)
{
    /// <summary>A marker row is in the same transaction; it shows the outcome where the server no longer can.</summary>
    public bool Marked { get; init; }
}
