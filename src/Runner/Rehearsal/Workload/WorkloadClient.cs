using System.Globalization;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Rehearsal.Workload;

/// <summary>
/// One session of the application. Every transaction also puts an id of the client's own making into the ledger and raises the
/// client's counter, so that afterwards a lost write and a doubled one both show.
/// </summary>
internal sealed class WorkloadClient(WorkloadPlan plan, int number, WorkloadLog log, long firstTurn, WorkloadRefusals refusals)
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(200);
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["application_name"] = "workload" };
    private readonly WorkloadRole role = plan.Roles[number % plan.Roles.Count];
    private readonly IReadOnlyList<IReadOnlyList<SqlStatement>> transactions = [.. plan.Transactions.Select(Parse)];
    private readonly Random random = new(number);
    private long turn = firstTurn;
    private Session? session;
    private Sessions? sessions;
    private WorkloadServer? connectedTo;

    /// <summary>Works until it is stopped; a transaction that was begun is finished.</summary>
    /// <param name="server">Where the application writes now; asked before every transaction.</param>
    /// <param name="stop">Ends it between two transactions.</param>
    public async Task RunAsync(Func<WorkloadServer> server, CancellationToken stop)
    {
        var every = TimeSpan.FromSeconds(plan.Clients / plan.Rate);
        var start = TimeProvider.System.GetTimestamp();
        // The first one soon, however slow the clients are: a rehearsal begins once each of them got something through.
        var next = Min(every, TimeSpan.FromSeconds(1)) * random.NextDouble();
        try
        {
            while (true)
            {
                await RestAsync(next - TimeProvider.System.GetElapsedTime(start), stop);
                await SucceedAsync(server, stop);
                // What could not be done in time is not made up for: an application's users go away too.
                next = Max(next + every, TimeProvider.System.GetElapsedTime(start));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await DisconnectAsync();
        }
    }

    // Tries until one transaction is through, as an application with retries does; each attempt is another one.
    private async Task SucceedAsync(Func<WorkloadServer> server, CancellationToken stop)
    {
        for (var rest = ShortestRest; !await TryAsync(server(), stop); rest = rest * 2 > LongestRest ? LongestRest : rest * 2)
            await RestAsync(rest, stop);
    }

    private async Task<bool> TryAsync(WorkloadServer server, CancellationToken stop)
    {
        try
        {
            await ConnectAsync(server, stop);
        }
        catch (PostgresFailureException failure)
        {
            log.Refused(failure.SqlState ?? "connection", server.Connection);
            refusals.Note(number, "connecting", failure, server.Connection);
            return false;
        }

        return await TransactAsync(server);
    }

    private async Task<bool> TransactAsync(WorkloadServer server)
    {
        var id = Guid.NewGuid();
        turn++;
        var sent = false;
        try
        {
            await session!.BeginAsync(readOnly: false, CancellationToken.None);
            foreach (var statement in transactions[plan.IndexAt(turn)])
                await session.RunAsync(BoundStatement.Of(statement, Values(id)), 0, CancellationToken.None);
            await NoteAsync(id);
            log.Sending(id, turn);
            sent = true;
            await session.CommitAsync(CancellationToken.None);
            log.Acknowledged(id, turn, server.Connection);
            refusals.Succeeded(number, Current.Name);
            return true;
        }
        catch (PostgresFailureException failure)
        {
            await FailedAsync(failure, id, sent, server);
            refusals.Note(number, Current.Name, failure, server.Connection);
            return false;
        }
    }

    private async Task NoteAsync(Guid id)
    {
        var client = number.ToString(CultureInfo.InvariantCulture);
        await session!.RunAsync(
            $"INSERT INTO {plan.Ledger} (id, client) VALUES (CAST($1 AS uuid), CAST($2 AS integer))",
            [id.ToString(), client],
            0,
            CancellationToken.None
        );
        var counted = await session.RunAsync(
            $"UPDATE {plan.Counters} SET value = value + 1 WHERE client = CAST($1 AS integer)",
            [client],
            0,
            CancellationToken.None
        );
        if (counted.RowCount != 1)
        {
            throw new RehearsalException(
                $"expected 1 row for client {client} in the table of counters, {plan.Counters} on {connectedTo!.Connection}, "
                    + $"got {counted.RowCount}",
                $"insert a row for each client in the seed: INSERT INTO {plan.Counters} SELECT client, 0 FROM "
                    + $"generate_series(0, {plan.Clients - 1}) AS client; if the plan creates the table, let it copy its rows too"
            );
        }
    }

    private async Task FailedAsync(PostgresFailureException failure, Guid id, bool sent, WorkloadServer server)
    {
        if (!sent)
            log.Refused(failure.SqlState ?? "connection", server.Connection);
        else if (
            failure.SqlState is { } state
            && !failure.ConnectionLost
            && (state.StartsWith("23", StringComparison.Ordinal) || state.StartsWith("40", StringComparison.Ordinal))
        )
            log.NotCommitted(id, state);
        // Otherwise only the server knows: the log only has the line that COMMIT was being sent.
        if (failure.ConnectionLost || sent || !session!.IsOpen)
            await DisconnectAsync();
        else
            await session.RollbackAsync();
    }

    private async Task ConnectAsync(WorkloadServer server, CancellationToken stop)
    {
        if (session is { IsOpen: true } && connectedTo == server)
            return;
        await DisconnectAsync();
        sessions = new Sessions(
            "workload",
            new Dictionary<string, ConnectionSettings>(StringComparer.Ordinal) { [server.Connection] = server.As(role.Name, role.Password) }
        );
        session = await sessions.OpenAsync(server.Connection, new StepPath(""), Settings, null, null, stop);
        connectedTo = server;
    }

    private async Task DisconnectAsync()
    {
        if (session is not null)
            await session.DisposeAsync();
        if (sessions is not null)
            await sessions.DisposeAsync();
        session = null;
        sessions = null;
    }

    private WorkloadTransaction Current => plan.Transactions[plan.IndexAt(turn)];

    private Dictionary<string, CapturedValue> Values(Guid id) =>
        new(StringComparer.Ordinal)
        {
            ["id"] = new("uuid", id.ToString()),
            ["client"] = new("integer", number.ToString(CultureInfo.InvariantCulture)),
            ["random"] = new("bigint", random.NextInt64(0, 1L << 31).ToString(CultureInfo.InvariantCulture)),
            ["turn"] = new("bigint", turn.ToString(CultureInfo.InvariantCulture)),
        };

    private static IReadOnlyList<SqlStatement> Parse(WorkloadTransaction transaction)
    {
        var statements = new List<SqlStatement>();
        foreach (var text in transaction.Statements)
        {
            var source = new SourceText(transaction.Name, text);
            statements.AddRange(
                StatementSplitter.Split(new RenderedText([new Templating.Segment(text, null, 0, text.Length, true)], source), [])
            );
        }

        return statements;
    }

    private static Task RestAsync(TimeSpan time, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return time > TimeSpan.Zero ? Task.Delay(time, stop) : Task.CompletedTask;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
