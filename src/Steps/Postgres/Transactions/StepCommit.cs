using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>The outcome of a step's transaction whose COMMIT was sent, from the server and from the markers in the database.</summary>
internal static class StepCommit
{
    /// <param name="context">Of the step.</param>
    /// <param name="point">Where it committed, or was about to.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <param name="item">The key of a generated statement.</param>
    public static async Task<TransactionFate> AskAsync(
        StepContext context,
        CommitPoint point,
        CancellationToken cancellationToken,
        string? item = null
    )
    {
        var outcome = new TransactionOutcome(context.Sessions, context.Time, context.Path, context.Tell);
        var fate = await outcome.AskAsync(point, cancellationToken);
        if (
            !point.Marked
            || context.Markers is not { } markers
            || fate is { Fate: CommitFate.Aborted } or { Fate: CommitFate.Inconclusive, IsOver: false }
        )
            return fate;
        var marker = await MarkedAsync(context, markers, point, item, cancellationToken);
        if (fate.Fate == CommitFate.Inconclusive)
            return marker;
        // The server knows its own history, the marker that of the data: a restored database has only the latter.
        return marker.Fate switch
        {
            CommitFate.Committed => fate,
            CommitFate.Aborted => TransactionFate.Unknown(
                $"{fate.Reason}, but the database does not show it: was it restored to an earlier time?",
                isOver: true
            ),
            _ => marker,
        };
    }

    // What the database holds of a transaction that the server cannot tell about any more; nobody works on it by now.
    private static async Task<TransactionFate> MarkedAsync(
        StepContext context,
        DatabaseMarkers markers,
        CommitPoint point,
        string? item,
        CancellationToken cancellationToken
    )
    {
        var none = new Dictionary<string, string>();
        try
        {
            await using var session = await context.Sessions.OpenAsync(point.Connection, context.Path, none, null, null, cancellationToken);
            var row = await markers.FindAsync(session, context.Path, item, cancellationToken);
            var committed = context.Undoing ? row is null : row?.Xid == point.Xid;
            return committed
                ? new TransactionFate(CommitFate.Committed, "its marker in the database shows that it committed")
                : new TransactionFate(CommitFate.Aborted, "its marker in the database shows that it did not commit");
        }
        catch (PostgresFailureException e)
        {
            var why = $"the markers in the database could not be read: {e.Diagnostic.Message}";
            return TransactionFate.Unknown(why, askAgain: e.ConnectionLost || e.Transient);
        }
    }
}
