using System.Globalization;
using System.Security.Authentication;
using System.Text;
using Npgsql;
using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Rules;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres.Failures;

/// <summary>Turns the driver's exceptions into diagnostics, and knows what each SQLSTATE says about the effect.</summary>
internal static class PostgresFailures
{
    private const string Asking =
        "queries of checks and probes run in a READ ONLY transaction, and something that this one calls would write: remove the call; changes belong in an sql step";

    /// <summary>Undefined table, schema, object, column, function.</summary>
    public static bool IsMissingObject(string? sqlState) => sqlState is "42P01" or "3F000" or "42704" or "42703" or "42883";

    /// <summary>A retry may help: a lost connection, a deadlock, a lock timeout, a server that shuts down or is full.</summary>
    public static bool IsTransient(string? sqlState) =>
        sqlState is "40001" or "40P01" or "55P03" or "57P01" or "57P02" or "57P03" or "53300"
        || sqlState?.StartsWith("08", StringComparison.Ordinal) == true;

    /// <summary>
    /// The server rejected COMMIT in a way that means that the transaction is aborted. Anything else is inconclusive: ask.
    /// </summary>
    public static bool AbortsCommit(string? sqlState) =>
        sqlState is "40000" or "40001" or "40002" or "40P01"
        || sqlState?.StartsWith("23", StringComparison.Ordinal) == true
        || sqlState?.StartsWith("P0", StringComparison.Ordinal) == true;

    /// <summary>Outside a transaction: refused before anything was done (syntax, inside a transaction, name taken).</summary>
    public static bool RefusedAtOnce(string? sqlState) => sqlState is "42601" or "25001" or "42P07" or "42710" or "42P04";

    internal static bool IsTransientLoss(string? sqlState) =>
        sqlState is null || IsTransient(sqlState) || sqlState is "57P05" or "25P03" or "25P04";

    /// <param name="exception">What the driver threw.</param>
    /// <param name="statement">The plan's own; null where it is ours.</param>
    /// <param name="connection">The connection's name.</param>
    /// <param name="redactor">Knows the secrets.</param>
    /// <param name="asking">It was asked in a READ ONLY transaction of ours.</param>
    /// <param name="user">Who the connection is, for the GRANT that is missing.</param>
    /// <param name="inTransaction">It was in a transaction of ours.</param>
    internal static PostgresFailureException Of(
        Exception exception,
        BoundStatement? statement,
        string connection,
        Redactor redactor,
        bool asking = false,
        string? user = null,
        bool inTransaction = true
    )
    {
        if (exception is PostgresException error)
        {
            var fatal = error.InvariantSeverity is "FATAL" or "PANIC" || error.Severity is "FATAL" or "PANIC";
            return new PostgresFailureException(
                Describe(
                    error,
                    statement,
                    connection,
                    redactor,
                    asking && WouldWrite(error) ? Asking : Help(error, statement, user, inTransaction)
                ),
                error.SqlState,
                fatal
            );
        }

        var reason = redactor.Redact(Innermost(exception).Message.ReplaceLineEndings(" "));
        var place = statement?.Statement.Source.PlaceAt(statement.Statement.Start);
        return new PostgresFailureException(
            Diagnostic.Error(
                "PR6105",
                $"the connection \"{connection}\" was lost: {reason}",
                place,
                "check that the server is up, and whether something on the network closes connections"
            ),
            null,
            connectionLost: true
        );
    }

    internal static PostgresFailureException Unreachable(Exception exception, ConnectionSettings settings, Redactor redactor)
    {
        var reason = exception is PostgresException error
            ? $"{error.MessageText} (SQLSTATE {error.SqlState})"
            : Innermost(exception).Message.ReplaceLineEndings(" ");
        var state = (exception as PostgresException)?.SqlState;
        var hasNoTls = reason.StartsWith("SSL connection requested. No SSL", StringComparison.Ordinal);
        var isUntrusted = Innermost(exception) is AuthenticationException && settings.SslMode is ("verify-ca" or "verify-full");
        reason =
            hasNoTls ? "it does not support TLS"
            : isUntrusted ? Untrusted(settings)
            : reason;
        var help = state switch
        {
            null when isUntrusted =>
                "set root_certificate to the file of the authority that signed it, which its provider publishes, and write host as the "
                    + $"certificate does; openssl s_client -starttls postgres -connect {settings.Host}:{settings.Port} shows it",
            null when hasNoTls => $"enable TLS on the server; ssl_mode: {settings.SslMode} never sends clear text",
            "28000" when settings.SslMode == "disable" => "the server may require TLS: set ssl_mode: verify-full and root_certificate",
            "28P01" or "28000" => "check the username, the password and the server's pg_hba.conf",
            "3D000" => "check the database name in the environment",
            "53300" => "the server has no free connection: end some, or raise max_connections",
            _ => "check host, port and ssl_mode in the environment, and the network path to the server",
        };
        var lost = state is null or "53300" or "57P03" or "57P01" or "57P02";
        return new PostgresFailureException(
            Diagnostic.Error(
                "PR6101",
                $"cannot connect to {redactor.Redact(settings.ToString())}: {redactor.Redact(reason)}",
                settings.Place,
                help
            ),
            state,
            lost
        );
    }

    /// <summary>It answers, but does not match the connection's <c>target_session_attrs</c>.</summary>
    internal static PostgresFailureException NotWanted(ConnectionSettings settings, ServerAddress server, string wanted, string found) =>
        new(
            Diagnostic.Error(
                "PR3988",
                $"cannot use {server} for {settings.Name}: target_session_attrs is {wanted}, and {found}",
                settings.Place,
                "use a matching server, or change target_session_attrs"
            ),
            null,
            connectionLost: true
        );

    /// <summary>None of several servers could be used.</summary>
    internal static PostgresFailureException NoServer(ConnectionSettings settings, IReadOnlyList<PostgresFailureException> failures) =>
        new(
            failures[0].Diagnostic with
            {
                Message = $"cannot connect to {settings}: none of its servers can be used",
                Detail = string.Join('\n', failures.Select(failure => failure.Diagnostic.Message)),
            },
            failures[^1].SqlState,
            connectionLost: true
        );

    // The driver only says that it did not accept it.
    private static string Untrusted(ConnectionSettings settings)
    {
        var store = settings.RootCertificate is { } file and not ConnectionSettings.SystemStore ? file : "this machine's own store";
        var name = settings.SslMode == "verify-full" ? $" and issued for {settings.Host}" : "";
        return $"its certificate must be valid and signed by an authority in {store}{name}";
    }

    private static Diagnostic Describe(
        PostgresException error,
        BoundStatement? statement,
        string connection,
        Redactor redactor,
        string? help
    )
    {
        var detail = new StringBuilder();
        Line("detail", error.Detail);
        Line("hint", error.Hint);
        Line("where", error.Where);
        if (statement is null)
            Line("statement", error.InternalQuery);
        var place =
            statement is null ? null
            : error.Position > 0 ? statement.PlaceAt(error.Position)
            : statement.PlaceOfRow(error.Where) is { } row ? row
            : (Place?)statement.Statement.Source.PlaceAt(statement.Statement.Start);
        return new Diagnostic(
            "PR6104",
            Severity.Error,
            redactor.Redact($"{connection}: {error.MessageText} (SQLSTATE {error.SqlState})"),
            place,
            help
        )
        {
            Detail = detail.Length == 0 ? null : redactor.Redact(detail.ToString().TrimEnd('\n')),
        };

        void Line(string name, string? text)
        {
            if (!string.IsNullOrEmpty(text))
                detail.Append(CultureInfo.InvariantCulture, $"{name}: {text}\n");
        }
    }

    // A write in a READ ONLY transaction or in a query that runs as text, and a try to leave that transaction.
    private static bool WouldWrite(PostgresException error) =>
        error.SqlState is "25006" or "25001" or "2D000"
        || (error.SqlState == "0A000" && error.Routine?.Contains("SPI", StringComparison.Ordinal) == true);

    private static string? Help(PostgresException error, BoundStatement? statement, string? user, bool inTransaction) =>
        error.SqlState switch
        {
            "42501" when user is not null && MissingGrant.Help(error.MessageText, error.Detail, statement?.Statement, user) is { } grant =>
                grant,
            "2D000" when !inTransaction =>
                "a procedure with SET or SECURITY DEFINER, or one that a function calls, cannot commit: CALL it directly, without them",
            var state => ServerFailures.Help(state, error.Routine, error.MessageText, error.Where),
        };

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }
}
