using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Npgsql;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres;

/// <summary>Opens sessions by a connection's name: one physical, un-pooled connection each, named after plan and step.</summary>
internal sealed class Sessions(string plan, IReadOnlyDictionary<string, ConnectionSettings> connections, Redactor? redactor = null)
    : IAsyncDisposable
{
    private const int LongestApplicationName = 63;

    private readonly ConcurrentDictionary<(string Connection, ServerAddress Server), NpgsqlDataSource> sources = new();

    private LogFlush? flush;

    public string Plan { get; } = plan;

    public IReadOnlyDictionary<string, ConnectionSettings> Connections { get; } = connections;

    public Redactor Redactor { get; } = redactor ?? new Redactor();

    /// <summary>
    /// Opens a session, checks the declared major version and sets the settings, <c>role</c> last. The deadline is passed to the
    /// server too, unless the settings give a <c>statement_timeout</c>.
    /// </summary>
    /// <exception cref="PostgresFailureException">It cannot be reached, is another version, or refuses a setting.</exception>
    public async Task<Session> OpenAsync(
        string connection,
        StepPath step,
        IReadOnlyDictionary<string, string> settings,
        TimeSpan? statementTimeout,
        Action<StepEvent>? tell,
        CancellationToken cancellationToken
    )
    {
        if (!Connections.TryGetValue(connection, out var to))
            throw new ArgumentException($"no connection is named {connection}", nameof(connection));
        var opened = await ConnectAsync(to, cancellationToken);
        try
        {
            CheckMajor(to, opened);
            var wanted = SessionSettings.Of(
                to.Parameters.GetValueOrDefault("application_name") ?? ApplicationName(step),
                settings,
                statementTimeout,
                opened.PostgreSqlVersion.Major
            );
            var identity = await new SessionOpening(connection, opened, Redactor).PrepareAsync(wanted, cancellationToken);
            return new Session(this, opened, identity, step, tell)
            {
                Role = settings.FirstOrDefault(s => string.Equals(s.Key, "role", StringComparison.OrdinalIgnoreCase)).Value,
            };
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings what the server has logged so far to its disk.</summary>
    /// <exception cref="PostgresFailureException">It cannot be reached, or refuses.</exception>
    internal Task FlushLogAsync(string connection, CancellationToken cancellationToken) =>
        (flush ??= new LogFlush(this)).RunAsync(connection, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (flush is not null)
            await flush.DisposeAsync();
        flush = null;
        foreach (var source in sources.Values)
            await source.DisposeAsync();
        sources.Clear();
    }

    // In the order of the servers, as libpq does: the next one if one cannot be reached or does not match.
    private async Task<NpgsqlConnection> ConnectAsync(ConnectionSettings to, CancellationToken cancellationToken)
    {
        var failures = new List<PostgresFailureException>();
        foreach (var (server, wanted) in ServerChoice.InOrder(to))
        {
            try
            {
                var opened = await ConnectAsync(to, server, cancellationToken);
                if (await ServerChoice.DifferenceAsync(opened, wanted, cancellationToken) is not { } other)
                    return opened;
                await opened.DisposeAsync();
                failures.Add(PostgresFailures.NotWanted(to, server, wanted, other));
            }
            catch (PostgresFailureException e) when (e.SqlState is null or "57P03")
            {
                failures.Add(e);
            }
        }

        throw failures.Count == 1 ? failures[0] : PostgresFailures.NoServer(to, failures);
    }

    private async Task<NpgsqlConnection> ConnectAsync(ConnectionSettings to, ServerAddress server, CancellationToken cancellationToken)
    {
        try
        {
            return await sources
                .GetOrAdd((to.Name, server), _ => ConnectionSource.Of(to, server, Plan))
                .OpenConnectionAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Session.IsFailure(e))
        {
            throw PostgresFailures.Unreachable(e, to with { Host = server.Host, Port = server.Port, Others = [] }, Redactor);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException && Session.IsFailure(e))
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static void CheckMajor(ConnectionSettings declared, NpgsqlConnection opened)
    {
        var found = opened.PostgreSqlVersion.Major;
        if (declared.Major is { } major && major != found)
        {
            throw new PostgresFailureException(
                Diagnostic.Error(
                    "PR6102",
                    $"connection \"{declared.Name}\" declares major {major}, the server is {found}",
                    declared.Place,
                    $"check that it is the server you mean, then set major: {found}"
                ),
                null,
                connectionLost: false
            );
        }
    }

    /// <summary>What a step's sessions are called on a server; a longer name a server would cut, with a notice that reads as if the step said it.</summary>
    public string ApplicationName(StepPath step)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"planrunner {Plan} {step.Value}").TrimEnd();
        while (Encoding.UTF8.GetByteCount(name) > LongestApplicationName)
            name = name[..^1];
        return name;
    }
}
