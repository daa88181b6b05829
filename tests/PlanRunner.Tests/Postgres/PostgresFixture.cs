using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using Xunit;

namespace PlanRunner.Tests.Postgres;

/// <summary>
/// One real Postgres for all tests of a run, of the machine's usual major; each test makes databases of its own. Without Postgres
/// these tests fail.
/// </summary>
public class PostgresFixture : IAsyncLifetime
{
    // Of the images: the distribution's on the machines where tests run.
    private const int UsualMajor = 15;
    private static int databases;

    private string? folder;

    internal IPostgresServer Server { get; private set; } = null!;

    /// <summary>The same, for what is done to its files and processes: in a container there are none.</summary>
    internal PostgresCluster Cluster => (PostgresCluster)Server;

    /// <summary>PLANRUNNER_TEST_SERVERS=containers: all tests with such a fixture work on containers.</summary>
    public static bool InContainers => Environment.GetEnvironmentVariable("PLANRUNNER_TEST_SERVERS") == "containers";

    /// <summary>PLANRUNNER_TEST_MAJOR: one major for all tests with such a fixture, whichever they would choose themselves.</summary>
    public static int? Asked => int.TryParse(Environment.GetEnvironmentVariable("PLANRUNNER_TEST_MAJOR"), out var major) ? major : null;

    public int? Major => Asked ?? Chosen;

    /// <summary>Null takes the usual one.</summary>
    protected virtual int? Chosen => null;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string> { ["wal_level"] = "logical", ["max_prepared_transactions"] = "4" };
        if (!InContainers)
        {
            Server = await PostgresCluster.StartNewAsync(new PostgresClusterOptions { Major = Major, Settings = settings }, default);
            return;
        }

        await SandboxOwner.RemoveAbandonedAsync(default);
        folder = Directory.CreateTempSubdirectory(PostgresCluster.FolderPrefix).FullName;
        SandboxOwner.Claim(folder);
        var order = new ServerOrder("db", Major, SandboxImage.Official(Major ?? UsualMajor), settings) { TlsOnly = false };
        Server = (await SandboxServers.StartAsync(folder, [order], tell: null, default))["db"];
    }

    public async Task DisposeAsync()
    {
        if (folder is null)
            await Server.DisposeAsync();
        else
            await SandboxOwner.RemoveAsync(folder);
    }

    /// <summary>A new, empty database, as the superuser reaches it.</summary>
    internal Task<ConnectionSettings> DatabaseAsync(string name = "db") => DatabaseAsync(Server, name);

    internal static async Task<ConnectionSettings> DatabaseAsync(IPostgresServer cluster, string name)
    {
        var database = $"test{Interlocked.Increment(ref databases)}";
        await SqlAsync(cluster.Superuser(), $"CREATE DATABASE {database}");
        return cluster.Superuser(database) with { Name = name };
    }

    /// <summary>Runs statements by themselves and gives the first value of the last one, on a session of its own.</summary>
    internal static async Task<string?> SqlAsync(ConnectionSettings to, params string[] statements)
    {
        await using var sessions = new Sessions("test", new Dictionary<string, ConnectionSettings> { [to.Name] = to });
        await using var session = await sessions.OpenAsync(
            to.Name,
            new StepPath("test"),
            new Dictionary<string, string>(),
            null,
            null,
            default
        );
        string? last = null;
        foreach (var statement in statements)
        {
            var result = await session.RunAsync(statement, [], 1, default);
            last = result.Rows.Count == 0 ? null : result.Rows[0][0];
        }

        return last;
    }

    /// <summary>Asks again until the first value is true; a minute is the limit.</summary>
    internal static async Task UntilAsync(ConnectionSettings to, string question)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await SqlAsync(to, question) != "t")
            await Task.Delay(20, patience.Token);
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "Postgres";
}

/// <summary>The same of the major whose turn it is.</summary>
public sealed class RotatedPostgresFixture : PostgresFixture
{
    protected override int? Chosen => Majors.OfThisRun;
}

[CollectionDefinition(Name)]
public sealed class RotatedPostgresCollection : ICollectionFixture<RotatedPostgresFixture>
{
    public const string Name = "Postgres by rotation";
}

/// <summary>The same of the major before the newest.</summary>
public sealed class Postgres17Fixture : PostgresFixture
{
    protected override int? Chosen => 17;
}

/// <summary>The same of the newest major.</summary>
public sealed class Postgres18Fixture : PostgresFixture
{
    protected override int? Chosen => 18;
}

[CollectionDefinition(Name)]
public sealed class LaterPostgresCollection : ICollectionFixture<Postgres18Fixture>
{
    public const string Name = "Postgres 18";
}
