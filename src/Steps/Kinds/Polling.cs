using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>
/// Keeps one read-only session a connection over all polls of a wait, and reopens it where it was lost. READ ONLY is the
/// session's default here: a poll of a few milliseconds then costs one round trip instead of three.
/// </summary>
internal sealed class Polling(StepContext context, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    // A server that restarts or fails over is back within minutes; a wait must not last for days for one that is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, Session> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> lost = new(StringComparer.Ordinal);

    public StepContext Context { get; } = context;

    /// <summary>The answer; null where the connection was lost or the failure may pass, so that the next poll tries again.</summary>
    /// <exception cref="PostgresFailureException">It does not pass, or has lasted for minutes.</exception>
    public async Task<QueryResult?> AskAsync(Question question, CancellationToken cancellationToken)
    {
        try
        {
            var session = await OpenAsync(question.Connection, cancellationToken);
            var result = await session.RunAsync(
                BoundStatement.Of(question.Statement, Context.Parameters),
                ResultTable.MostRows,
                cancellationToken
            );
            lost.Remove(question.Connection);
            return result;
        }
        catch (PostgresFailureException e) when (e.Transient && !LostForTooLong(question.Connection))
        {
            if (lost.TryAdd(question.Connection, Context.Time.GetTimestamp()))
                Context.Tell(new StepEvent.Doing(Context.Path, $"{e.Diagnostic.Message}; asking again"));
            if (sessions.Remove(question.Connection, out var broken))
                await broken.DisposeAsync();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in sessions.Values)
            await session.DisposeAsync();
        sessions.Clear();
    }

    private bool LostForTooLong(string connection) =>
        lost.TryGetValue(connection, out var since) && Context.Time.GetElapsedTime(since) > Patience;

    private async Task<Session> OpenAsync(string connection, CancellationToken cancellationToken)
    {
        if (sessions.TryGetValue(connection, out var open))
            return open;
        var own = new Dictionary<string, string>(PortableText.Passed(settings), StringComparer.OrdinalIgnoreCase)
        {
            ["default_transaction_read_only"] = "on",
        };
        return sessions[connection] = await Context.Sessions.OpenAsync(
            connection,
            Context.Path,
            own,
            Context.Timeout,
            Context.Tell,
            cancellationToken
        );
    }
}
