using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>Runs statements; when one takes long, a second session checks who holds the lock that it waits for.</summary>
internal sealed class LockWatch(StepContext context)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Next = TimeSpan.FromSeconds(5);

    /// <summary>The sessions that blocked the last statement.</summary>
    public string? LastSeen { get; private set; }

    public async Task<QueryResult> RunAsync(Session session, BoundStatement statement, int keep, CancellationToken cancellationToken)
    {
        LastSeen = null;
        var run = session.RunAsync(statement, keep, cancellationToken);
        if (run.IsCompleted)
            return await run;
        using var over = new CancellationTokenSource();
        var watch = WatchAsync(session, over.Token);
        try
        {
            return await run;
        }
        finally
        {
            await over.CancelAsync();
            await watch;
        }
    }

    /// <summary>The failure, with the blocking sessions if it waited too long.</summary>
    public Diagnostic Explain(PostgresFailureException failure, Place place)
    {
        var told = failure.At(place);
        if (LastSeen is null || failure.SqlState is not ("55P03" or "57014"))
            return told;
        return told with { Detail = told.Detail is null ? LastSeen : $"{told.Detail}\n{LastSeen}" };
    }

    private async Task WatchAsync(Session session, CancellationToken over)
    {
        try
        {
            await Task.Delay(First, context.Time, over);
            await using var second = await context.Sessions.OpenAsync(
                session.Connection,
                context.Path,
                new Dictionary<string, string>(),
                Next,
                null,
                over
            );
            while (true)
            {
                var seen = await BlockersAsync(second, session.Identity.ProcessId, over);
                if (seen is not null && seen != LastSeen)
                    context.Tell(new StepEvent.Doing(context.Path, seen));
                LastSeen = seen ?? LastSeen;
                await Task.Delay(Next, context.Time, over);
            }
        }
        catch (Exception e) when (e is PostgresFailureException or OperationCanceledException)
        {
            // It only explains; the statement itself says what is wrong.
        }
    }

    private async Task<string?> BlockersAsync(Session second, int waiting, CancellationToken over)
    {
        var result = await second.RunAsync(
            """
            SELECT pid, usename, application_name, state, pg_catalog.regexp_replace(query, '\s+', ' ', 'g')
            FROM pg_catalog.pg_stat_activity WHERE pid = ANY (pg_catalog.pg_blocking_pids($1::int)) ORDER BY pid LIMIT 3
            """,
            [waiting.ToString(CultureInfo.InvariantCulture)],
            3,
            over
        );
        if (result.Rows.Count == 0)
            return null;
        var holders = result.Rows.Select(r =>
            $"backend {r[0]} ({string.Join(", ", new[] { r[1], r[2], r[3] }.Where(s => !string.IsNullOrEmpty(s)))}): {r[4]}"
        );
        return context.Redactor.Redact($"waiting for a lock of {string.Join("; ", holders)}".ReplaceLineEndings(" "));
    }
}
