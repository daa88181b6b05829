using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>A throwaway Postgres server: of the machine's programs, or in a container.</summary>
internal interface IPostgresServer : IAsyncDisposable
{
    int Major { get; }

    /// <summary>As the server reports it: 18.4.</summary>
    string Version { get; }

    /// <summary>On 127.0.0.1, from this machine and from every other server of the same sandbox.</summary>
    int Port { get; }

    /// <summary>Signs the server's certificate; a file that every server of the same sandbox reads by this path as well.</summary>
    string RootCertificate { get; }

    /// <summary>How the superuser reaches it.</summary>
    ConnectionSettings Superuser(string database = "postgres");

    /// <summary>Starts it where it does not run; it takes connections then.</summary>
    Task EnsureRunningAsync(CancellationToken cancellationToken);

    Task StopAsync(PostgresStop how, CancellationToken cancellationToken);
}
