using System.Data;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres;

/// <summary>One physical connection. Every failure leaves it as a <see cref="PostgresFailureException"/>, without secrets.</summary>
internal sealed class Session : IAsyncDisposable
{
    private const int CopyPiece = 1 << 15;

    private static readonly TimeSpan RollbackPatience = TimeSpan.FromSeconds(5);

    private readonly Sessions home;
    private readonly NpgsqlConnection connection;
    private readonly StepPath step;
    private readonly Action<StepEvent>? tell;
    private readonly Dictionary<uint, string> types = [];
    private bool asking;

    internal Session(Sessions home, NpgsqlConnection connection, BackendIdentity identity, StepPath step, Action<StepEvent>? tell)
    {
        this.home = home;
        this.connection = connection;
        this.step = step;
        this.tell = tell;
        Identity = identity;
        connection.Notice += Noticed;
    }

    public BackendIdentity Identity { get; }

    /// <summary>The role of its statements, if the step's settings have one.</summary>
    internal string? Role { get; init; }

    public string Connection => Identity.Server.Connection;

    public int Major => Identity.Server.Major;

    public bool InTransaction { get; private set; }

    public bool IsOpen => connection.State == ConnectionState.Open;

    /// <summary>What the server said beside results since the session was opened: severity (WARNING …) and text.</summary>
    public List<ServerNotice> Notices { get; } = [];

    /// <summary>Begins explicitly, so that a database set to read-only by default can be written, and a READ ONLY one cannot.</summary>
    public async Task BeginAsync(bool readOnly, CancellationToken cancellationToken)
    {
        await RunAsync(readOnly ? "BEGIN READ ONLY" : "BEGIN READ WRITE", [], 0, cancellationToken);
        asking = readOnly;
        InTransaction = true;
    }

    /// <summary>Sends COMMIT. After a failure only the server knows the outcome; see <see cref="TransactionOutcome"/>.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await RunAsync("COMMIT", [], 0, cancellationToken);
        InTransaction = false;
    }

    /// <summary>Rolls back if there is anything to roll back; on a broken connection the server has done so itself.</summary>
    public async Task RollbackAsync()
    {
        if (!InTransaction || !IsOpen)
            return;
        InTransaction = false;
        using var patience = new CancellationTokenSource(RollbackPatience);
        try
        {
            await RunAsync("ROLLBACK", [], 0, patience.Token);
        }
        catch (Exception e) when (e is PostgresFailureException or OperationCanceledException)
        {
            // A closed connection rolls back as well.
            await connection.CloseAsync();
        }
    }

    /// <param name="statement">One statement.</param>
    /// <param name="keep">How many rows to keep; the others are counted.</param>
    /// <param name="cancellationToken">Sends a cancel request.</param>
    public Task<QueryResult> RunAsync(BoundStatement statement, int keep, CancellationToken cancellationToken) =>
        TellAsync(
            statement.Statement.Rows is { } rows
                ? CopyAsync(statement, rows, cancellationToken)
                : ExecuteAsync(statement.Sql, statement.Values, keep, cancellationToken),
            statement,
            cancellationToken
        );

    /// <summary>A statement of our own.</summary>
    public Task<QueryResult> RunAsync(string sql, IReadOnlyList<string> values, int keep, CancellationToken cancellationToken) =>
        TellAsync(ExecuteAsync(sql, values, keep, cancellationToken), null, cancellationToken);

    /// <summary>The name of a type as a cast on any session understands it: <c>pg_lsn</c>, <c>integer[]</c>, <c>shop.mood</c>.</summary>
    public async Task<string> TypeNameAsync(uint oid, CancellationToken cancellationToken)
    {
        if (TypeNames.Known.TryGetValue(oid, out var known) || types.TryGetValue(oid, out known))
            return known;
        // With the modifier -1 a bare "character" becomes bpchar, which does not cut.
        var result = await RunAsync(
            """
            SELECT CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, -1) ELSE pg_catalog.format('%I.%I', n.nspname, t.typname) END
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.oid = $1::oid
            """,
            [oid.ToString(CultureInfo.InvariantCulture)],
            1,
            cancellationToken
        );
        return types[oid] = result.Rows.Count == 1 ? result.Rows[0][0]! : "text";
    }

    /// <summary>Gives this transaction an id and says how to ask for its outcome later.</summary>
    public async Task<CommitPoint> CommitPointAsync(bool rollbackSafe, CancellationToken cancellationToken)
    {
        var sql = Major >= 13 ? "SELECT pg_catalog.pg_current_xact_id()::text" : "SELECT pg_catalog.txid_current()::text";
        var xid = await RunAsync(sql, [], 1, cancellationToken);
        return new CommitPoint(
            Connection,
            xid.Rows[0][0]!,
            Identity.CommitSystemIdentifier,
            Identity.Server.Timeline,
            Identity.Server.Database,
            Identity.ProcessId,
            Identity.BackendStart,
            rollbackSafe
        );
    }

    public async ValueTask DisposeAsync()
    {
        connection.Notice -= Noticed;
        await connection.DisposeAsync();
    }

    internal static bool IsFailure(Exception e) =>
        e
            is NpgsqlException
                or IOException
                or SocketException
                or TimeoutException
                or OperationCanceledException
                or ObjectDisposedException
                or System.Security.Authentication.AuthenticationException;

    private async Task<QueryResult> ExecuteAsync(string sql, IReadOnlyList<string> values, int keep, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true, CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Unknown });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, keep, cancellationToken);
    }

    // The rows go out in pieces from the one text in which they are. The driver cannot cancel while it waits for the outcome of
    // them, so another session asks the server to; the transaction is then as after any cancelled statement.
    private async Task<QueryResult> CopyAsync(BoundStatement statement, CopyRows rows, CancellationToken cancellationToken)
    {
        var writer = (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync(statement.Sql, cancellationToken);
        ReadOnlyMemory<char>? left = statement.Statement.Source.Text.AsMemory(rows.Start, rows.Length);
        var cancelled = Task.CompletedTask;
        await using var registered = cancellationToken.Register(() => cancelled = CancelAsync());
        try
        {
            while (left is { IsEmpty: false } piece && !cancellationToken.IsCancellationRequested)
            {
                var size = Math.Min(piece.Length, CopyPiece);
                await writer.WriteAsync(piece[..size], CancellationToken.None);
                left = piece[size..];
            }

            if (left is { IsEmpty: false })
                await writer.CancelAsync();
            await writer.DisposeAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && cancellationToken.IsCancellationRequested)
        {
            left = null;
        }

        await cancelled;
        // Done although a stop was requested: only now is that known.
        if (left is not { IsEmpty: true })
            cancellationToken.ThrowIfCancellationRequested();
        return new QueryResult([], [], rows.Count);
    }

    private async Task CancelAsync()
    {
        using var patience = new CancellationTokenSource(RollbackPatience);
        try
        {
            await using var second = await home.OpenAsync(
                Connection,
                step,
                new Dictionary<string, string>(),
                RollbackPatience,
                null,
                patience.Token
            );
            await second.RunAsync(
                "SELECT pg_catalog.pg_cancel_backend($1::int)",
                [Identity.ProcessId.ToString(CultureInfo.InvariantCulture)],
                1,
                patience.Token
            );
        }
        catch (Exception e) when (e is PostgresFailureException or OperationCanceledException)
        {
            // The server goes on; statement_timeout, or the end of the connection, ends it.
        }
    }

    private async Task<QueryResult> TellAsync(Task<QueryResult> run, BoundStatement? statement, CancellationToken cancellationToken)
    {
        try
        {
            return await run;
        }
        catch (Exception e) when (e is PostgresException || (IsFailure(e) && !cancellationToken.IsCancellationRequested) || IsClosed(e))
        {
            throw PostgresFailures.Of(
                e,
                statement,
                Connection,
                home.Redactor,
                asking && InTransaction,
                Role ?? home.Connections.GetValueOrDefault(Connection)?.Username,
                InTransaction
            );
        }
        catch (Exception e) when (e is not OperationCanceledException && IsFailure(e))
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    // The driver says InvalidOperation when it finds its connection broken before it sends anything.
    private bool IsClosed(Exception e) => e is InvalidOperationException && !IsOpen;

    private static async Task<QueryResult> ReadAsync(NpgsqlDataReader reader, int keep, CancellationToken cancellationToken)
    {
        var columns = new QueryColumn[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new QueryColumn(reader.GetName(i), reader.GetDataTypeOID(i));
        var rows = new List<string?[]>();
        long count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (count++ < keep)
                rows.Add(BackendIdentities.Row(reader));
        }

        while (await reader.NextResultAsync(cancellationToken)) { }

        return new QueryResult(columns, rows, columns.Length > 0 ? count : Math.Max(0, reader.RecordsAffected));
    }

    private void Noticed(object sender, NpgsqlNoticeEventArgs e)
    {
        var notice = e.Notice;
        var text = home.Redactor.Redact(notice.MessageText);
        Notices.Add(new ServerNotice(notice.InvariantSeverity, notice.SqlState, text));
        tell?.Invoke(new StepEvent.Notice(step, notice.InvariantSeverity, text));
    }
}
