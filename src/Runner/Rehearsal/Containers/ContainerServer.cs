using System.Globalization;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>A Postgres server in a container of a <see cref="ContainerGroup"/>.</summary>
internal sealed class ContainerServer(ContainerGroup group, string connection) : IPostgresServer
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private const int LogLines = 20;

    public int Major => Description.Major;

    public string Version => Description.Version;

    public int Port => Description.Port;

    public string Image => Description.Image;

    public string RootCertificate => group.RootCertificate;

    private ContainerDescription Description => group.Description.Servers[connection];

    public ConnectionSettings Superuser(string database = "postgres") =>
        new("superuser", "127.0.0.1", Port, database, "postgres")
        {
            Password = group.Description.Password,
            PasswordSecret = "superuser",
            SslMode = "verify-full",
            RootCertificate = RootCertificate,
            Major = Description.Version.Length == 0 ? null : Major,
        };

    public async Task EnsureRunningAsync(CancellationToken cancellationToken)
    {
        await group.EnsureRunningAsync(Description.Name, cancellationToken);
        await TakesConnectionsAsync(cancellationToken);
    }

    public Task StopAsync(PostgresStop how, CancellationToken cancellationToken) =>
        group.StopAsync(Description.Name, how == PostgresStop.Fast ? "SIGINT" : "SIGQUIT", cancellationToken);

    public async ValueTask DisposeAsync() => await group.RemoveAsync([Description.Name]);

    /// <summary>Waits until it does, and gives what it says of itself.</summary>
    /// <exception cref="RehearsalException">It has ended, or takes too long.</exception>
    public async Task<(int Major, string Version)> TakesConnectionsAsync(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var last = ""; ; await Task.Delay(Poll, cancellationToken))
        {
            try
            {
                var version = (await AskAsync("SHOW server_version", cancellationToken)).Split(' ')[0];
                return (
                    int.Parse(version.TakeWhile(char.IsAsciiDigit).ToArray(), NumberStyles.None, CultureInfo.InvariantCulture),
                    version
                );
            }
            catch (PostgresFailureException failure)
            {
                last = failure.Message;
            }

            var waited = TimeProvider.System.GetElapsedTime(start);
            if (waited > StartPatience)
                throw await NotStartedAsync(
                    $"accepts no connections on 127.0.0.1:{Port} after {waited.TotalSeconds:0} s ({last})",
                    cancellationToken
                );
            if (!await group.RunsAsync(Description.Name, cancellationToken))
                throw await NotStartedAsync("exited during startup", cancellationToken);
        }
    }

    /// <summary>The first value that a query gives the superuser.</summary>
    public async Task<string> AskAsync(string query, CancellationToken cancellationToken)
    {
        await using var sessions = new Sessions(
            "rehearsal",
            new Dictionary<string, ConnectionSettings>(StringComparer.Ordinal) { ["superuser"] = Superuser() }
        );
        await using var session = await sessions.OpenAsync(
            "superuser",
            new StepPath("start"),
            new Dictionary<string, string>(),
            null,
            null,
            cancellationToken
        );
        var result = await session.RunAsync(query, [], 1, cancellationToken);
        return result.Rows[0][0] ?? "";
    }

    private async Task<RehearsalException> NotStartedAsync(string what, CancellationToken cancellationToken)
    {
        var log = await group.LogAsync(Description.Name, LogLines, cancellationToken);
        return new RehearsalException(
            $"the server of \"{connection}\" in a container of {Image} {what}\n{log}".TrimEnd(),
            "correct the settings: of its sandbox where its log names one; an image must honour POSTGRES_PASSWORD and "
                + "/docker-entrypoint-initdb.d, as the official one (postgres:MAJOR) does"
        );
    }
}
