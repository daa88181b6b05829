using PlanRunner.Source;

namespace PlanRunner.Steps.Postgres.Failures;

/// <summary>
/// An error of a server or of the connection to it, already a diagnostic without secrets. The driver's own exception is not passed on:
/// its text may hold what must not be seen.
/// </summary>
internal sealed class PostgresFailureException(Diagnostic diagnostic, string? sqlState, bool connectionLost) : Exception(diagnostic.Message)
{
    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>Null where no server answered.</summary>
    public string? SqlState { get; } = sqlState;

    public bool ConnectionLost { get; } = connectionLost;

    public bool Transient => ConnectionLost ? PostgresFailures.IsTransientLoss(SqlState) : PostgresFailures.IsTransient(SqlState);

    /// <summary>The same with a place where it had none, such as a connection that could not be opened.</summary>
    public Diagnostic At(Place place) => Diagnostic.Place is null ? Diagnostic with { Place = place } : Diagnostic;
}
