namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>
/// How the catalog tells whether a statement was done that runs outside any transaction. It is asked before the statement is sent,
/// after it failed, and after its runner died; in READ ONLY transactions, on the connection and with the settings of its step.
/// </summary>
public abstract class EndState
{
    /// <summary>What settles it, for people.</summary>
    public abstract string Settles { get; }

    /// <summary>What there is before the statement is sent, for the journal: what is new afterwards was made by it. Null where nothing need be known.</summary>
    public virtual Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <param name="session">In a READ ONLY transaction.</param>
    /// <param name="before">The picture that the attempt before had; null where none was sent.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public abstract Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken);

    internal static async Task<string?> ValueAsync(Session session, string sql, IReadOnlyList<string> values, CancellationToken cancellationToken) =>
        await session.RunAsync(sql, values, 1, cancellationToken) is { Rows: [{ } row] } ? row[0] : null;
}
