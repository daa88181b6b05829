namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>
/// How the catalog shows whether a statement that runs outside any transaction was done. It is asked before the statement is sent,
/// after it failed, and after its process died; in READ ONLY transactions, on the connection and with the settings of its step.
/// </summary>
internal abstract class EndState
{
    /// <summary>What resolves it, for people.</summary>
    public abstract string Settles { get; }

    /// <summary>What exists before the statement is sent, for the journal: what is new afterwards was created by it. Null where nothing need be known.</summary>
    public virtual Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <param name="session">In a READ ONLY transaction.</param>
    /// <param name="before">The picture that the attempt before had; null where none was sent.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public abstract Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken);

    /// <summary>The backend that builds an index; null where none does.</summary>
    /// <param name="session">In a READ ONLY transaction.</param>
    /// <param name="index">Its oid.</param>
    /// <param name="anyOfTable">A backend counts that builds any index of the same table.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    // Of other users' backends the view shows no index without pg_read_all_stats, but their locks are seen.
    internal static async Task<string?> BuilderAsync(Session session, string index, bool anyOfTable, CancellationToken cancellationToken) =>
        session.Major < 12
            ? null
            : await ValueAsync(
                session,
                """
                SELECT p.pid::text FROM pg_catalog.pg_stat_progress_create_index p
                WHERE p.pid <> pg_catalog.pg_backend_pid() AND (p.index_relid = $1::oid OR (($2::bool OR p.index_relid IS NULL) AND EXISTS (
                  SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_index i ON i.indrelid = l.relation WHERE i.indexrelid = $1::oid AND l.pid = p.pid)))
                """,
                [index, anyOfTable ? "true" : "false"],
                cancellationToken
            );

    internal static async Task<string?> ValueAsync(
        Session session,
        string sql,
        IReadOnlyList<string> values,
        CancellationToken cancellationToken
    ) => await session.RunAsync(sql, values, 1, cancellationToken) is { Rows: [{ } row] } ? row[0] : null;
}
