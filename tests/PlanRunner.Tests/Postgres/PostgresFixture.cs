using PlanRunner.Runner.Rehearsal;
using PlanRunner.Steps;
using PlanRunner.Steps.Postgres;
using Xunit;

namespace PlanRunner.Tests.Postgres;

/// <summary>One real Postgres for all tests of a run; each test makes databases of its own. Without Postgres these tests fail.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static int databases;

    public PostgresCluster Cluster { get; private set; } = null!;

    /// <summary>Another major than the machine's usual one, to try the same tests on.</summary>
    public static int? Major => int.TryParse(Environment.GetEnvironmentVariable("PLANRUNNER_TEST_MAJOR"), out var major) ? major : null;

    public async Task InitializeAsync() => Cluster = await PostgresCluster.StartNewAsync(
        new PostgresClusterOptions { Major = Major, Settings = new Dictionary<string, string> { ["wal_level"] = "logical", ["max_prepared_transactions"] = "4" } }, default);

    public async Task DisposeAsync() => await Cluster.DisposeAsync();

    /// <summary>A new, empty database, as the superuser reaches it.</summary>
    public Task<ConnectionSettings> DatabaseAsync(string name = "db") => DatabaseAsync(Cluster, name);

    public static async Task<ConnectionSettings> DatabaseAsync(PostgresCluster cluster, string name)
    {
        var database = $"test{Interlocked.Increment(ref databases)}";
        await SqlAsync(cluster.Superuser(), $"CREATE DATABASE {database}");
        return cluster.Superuser(database) with { Name = name };
    }

    /// <summary>Runs statements by themselves and gives the first value of the last one, on a session of its own.</summary>
    public static async Task<string?> SqlAsync(ConnectionSettings to, params string[] statements)
    {
        await using var sessions = new Sessions("test", new Dictionary<string, ConnectionSettings> { [to.Name] = to });
        await using var session = await sessions.OpenAsync(to.Name, new StepPath("test"), new Dictionary<string, string>(), null, null, default);
        string? last = null;
        foreach (var statement in statements)
        {
            var result = await session.RunAsync(statement, [], 1, default);
            last = result.Rows.Count == 0 ? null : result.Rows[0][0];
        }

        return last;
    }

    /// <summary>Asks again until the first value is true; a minute is the limit.</summary>
    public static async Task UntilAsync(ConnectionSettings to, string question)
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
