namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>COMMIT PREPARED and ROLLBACK PREPARED: the server knows the outcome of the transaction.</summary>
internal sealed class PreparedEnd(string name, bool commits) : EndState
{
    // pg_prepared_xacts holds the lower half of the id.
    private const string Find = """
        WITH oldest AS (SELECT pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()) AS xmin)
        SELECT (xmin + (transaction::text::bigint - xmin % 4294967296 + 4294967296) % 4294967296)::text
        FROM pg_catalog.pg_prepared_xacts, oldest WHERE gid = $1::text AND database = pg_catalog.current_database()
        """;

    public override string Settles => "pg_prepared_xacts no longer shows it, and txid_status() returns its outcome";

    public override async Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) =>
        await ValueAsync(session, Find, [name], cancellationToken) ?? "";

    public override async Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        if (before is not { Length: > 0 } xid || await ValueAsync(session, Find, [name], cancellationToken) is not null)
            return new EndAnswer.NotDone($"the transaction prepared as '{name}' is still waiting");
        var status = await ValueAsync(session, "SELECT pg_catalog.txid_status($1::bigint)", [xid], cancellationToken);
        return status == (commits ? "committed" : "aborted")
                ? new EndAnswer.Done($"the transaction prepared as '{name}' was {(commits ? "committed" : "rolled back")}")
            : status is null
                ? new EndAnswer.Unknown($"the transaction prepared as '{name}' is gone, and the server no longer knows its outcome")
            : new EndAnswer.InTheWay(
                $"the transaction prepared as '{name}' was {(commits ? "rolled back" : "committed")} by another session",
                "find out who ended it, then use planrunner resolve"
            );
    }
}
