using Npgsql;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

[Trait(Tier.Trait, Tier.Full)]
public sealed class PostgresClusterTests
{
    [Fact]
    public async Task A_cluster_takes_connections_as_soon_as_it_is_there_and_leaves_nothing()
    {
        string folder;
        await using (var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default))
        {
            folder = cluster.Folder;
            Assert.Equal("1", await AskAsync(cluster.Superuser(), "SELECT 1"));
            Assert.Equal(
                "UTF8 C.UTF-8",
                await AskAsync(
                    cluster.Superuser(),
                    "SELECT current_setting('server_encoding') || ' ' || datcollate FROM pg_database WHERE datname = 'postgres'"
                )
            );
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Settings_reach_the_server()
    {
        var options = new PostgresClusterOptions
        {
            Settings = new Dictionary<string, string> { ["wal_level"] = "logical", ["search_path"] = "it's" },
        };
        await using var cluster = await PostgresCluster.StartNewAsync(options, default);
        Assert.Equal(
            "logical it's off",
            await AskAsync(
                cluster.Superuser(),
                "SELECT current_setting('wal_level') || ' ' || current_setting('search_path') || ' ' || current_setting('fsync')"
            )
        );
    }

    [Fact]
    public async Task What_was_committed_is_there_after_a_kill_and_after_a_stop()
    {
        await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        await AskAsync(cluster.Superuser(), "CREATE TABLE t AS SELECT 1 AS a");
        await cluster.KillAsync(default);
        Assert.False(cluster.IsRunning);
        await cluster.StartAsync(default);
        Assert.Equal("1", await AskAsync(cluster.Superuser(), "SELECT count(*) FROM t"));
        await cluster.StopAsync(PostgresStop.Immediate, default);
        Assert.False(cluster.IsRunning);
        await cluster.StartAsync(default);
        await cluster.RestartAsync(default);
        Assert.Equal("1", await AskAsync(cluster.Superuser(), "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Another_process_can_take_a_cluster_up_by_its_folder()
    {
        await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        var same = PostgresCluster.Open(cluster.Folder)!;
        Assert.Equal("1", await AskAsync(same.Superuser(), "SELECT 1"));
        await same.DisposeAsync();
        Assert.False(cluster.IsRunning);
    }

    [Fact]
    public async Task Passwords_are_asked_over_the_network()
    {
        await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            AskAsync(cluster.Superuser() with { Password = "wrong" }, "SELECT 1")
        );
        Assert.Equal("28P01", error.SqlState);
    }

    [Fact]
    public async Task Every_version_found_starts()
    {
        var all = await PostgresBinaries.FindAllAsync(new ProcessRunner(), default);
        Assert.NotEmpty(all);
        foreach (var binaries in all.DistinctBy(b => b.Major))
        {
            await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions { Major = binaries.Major }, default);
            Assert.Equal(
                binaries.Major.ToString(),
                await AskAsync(cluster.Superuser(), "SELECT current_setting('server_version_num')::int / 10000")
            );
        }
    }

    [Fact]
    public async Task A_version_that_is_not_here_is_told_with_those_that_are()
    {
        var error = await Assert.ThrowsAsync<RehearsalException>(() =>
            PostgresCluster.StartNewAsync(new PostgresClusterOptions { Major = 7 }, default)
        );
        Assert.StartsWith("Postgres 7 is needed; found: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("PLANRUNNER_PG_BIN", Assert.Single(error.Diagnostics).Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_Postgres_refuses_is_told_and_nothing_stays()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"planrunner-test-{Guid.NewGuid():N}");
        var options = new PostgresClusterOptions
        {
            Folder = folder,
            Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" },
        };
        var error = await Assert.ThrowsAsync<RehearsalException>(() => PostgresCluster.StartNewAsync(options, default));
        Assert.Contains("no_such_setting", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private static async Task<string?> AskAsync(ConnectionSettings to, string sql)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = to.Host,
            Port = to.Port,
            Database = to.Database,
            Username = to.Username,
            Password = to.Password,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(text.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
