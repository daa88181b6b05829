using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests;

/// <summary>A real standby of a throwaway cluster: a base backup that follows it, on a port of its own.</summary>
internal static class Standby
{
    private static readonly ProcessRunner Processes = new();

    /// <summary>It runs and follows when this returns.</summary>
    public static async Task<PostgresCluster> FollowAsync(PostgresCluster primary)
    {
        var folder = Path.Combine(
            Path.GetTempPath(),
            $"{PostgresCluster.FolderPrefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}"
        );
        Directory.CreateDirectory(folder);
        SandboxOwner.Claim(folder);
        var description = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(primary.Folder, "cluster.json")))!;
        description["Port"] = 0;
        await File.WriteAllTextAsync(Path.Combine(folder, "cluster.json"), description.ToJsonString());
        // The same certificate: it is reached under the same name.
        Directory.CreateDirectory(Path.Combine(folder, "tls"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(primary.Folder, "tls")))
            File.Copy(file, Path.Combine(folder, "tls", Path.GetFileName(file)));
        await ServerUser.Current().OwnAsync(folder, Processes, default);
        var standby = PostgresCluster.Open(folder)!;
        await RunAsync(
            standby,
            "pg_basebackup",
            "-h",
            primary.Folder,
            "-p",
            $"{primary.Port}",
            "-U",
            "postgres",
            "-D",
            standby.DataFolder,
            "-R",
            "-c",
            "fast",
            "--no-sync"
        );
        await File.AppendAllTextAsync(Path.Combine(standby.DataFolder, "postgresql.conf"), $"unix_socket_directories = '{folder}'\n");
        await standby.StartAsync(default);
        return standby;
    }

    /// <summary>Waits until it has replayed all that its primary has written.</summary>
    public static async Task CatchUpAsync(PostgresCluster standby, PostgresCluster primary)
    {
        var lsn = await PostgresFixture.SqlAsync(primary.Superuser(), "SELECT pg_current_wal_lsn()");
        await PostgresFixture.UntilAsync(standby.Superuser(), $"SELECT pg_last_wal_replay_lsn() >= '{lsn}'");
    }

    public static async Task PromoteAsync(PostgresCluster standby) =>
        Assert.Equal("t", await PostgresFixture.SqlAsync(standby.Superuser(), "SELECT pg_promote(true, 60)"));

    /// <summary>A file of the cluster, as its own.</summary>
    public static async Task WriteAsync(PostgresCluster cluster, string path, byte[] content)
    {
        await File.WriteAllBytesAsync(path, content);
        await ServerUser.Current().OwnAsync(cluster.Folder, Processes, default);
    }

    /// <summary>One of the cluster's programs, as the user that its server runs as.</summary>
    public static async Task RunAsync(PostgresCluster cluster, string program, params string[] arguments)
    {
        var command = ProcessCommand.Of(cluster.Binaries.Program(program), arguments) with { WorkingDirectory = "/" };
        var result = await Processes.RunAsync(ServerUser.Current().Run(command), default);
        Assert.True(result.Ok, $"{program}: {result.Error}");
    }
}
