namespace PlanRunner.Steps.Postgres;

/// <summary>Who answered on one session: the server, and the backend process that serves it.</summary>
/// <param name="Server">The server and database.</param>
/// <param name="CommitSystemIdentifier">
/// The system identifier for commit points. The same as the server's, but where the host refuses pg_control_system: there it is the
/// database's oid and the start of the postmaster, so that a restarted or other server is never taken for the same one.
/// </param>
/// <param name="InRecovery">A standby: it knows nothing certain about a transaction's outcome.</param>
/// <param name="ProcessId">Of the backend.</param>
/// <param name="BackendStart">In UTC, to the microsecond.</param>
internal sealed record BackendIdentity(
    ServerIdentity Server,
    string CommitSystemIdentifier,
    bool InRecovery,
    int ProcessId,
    string BackendStart
);
