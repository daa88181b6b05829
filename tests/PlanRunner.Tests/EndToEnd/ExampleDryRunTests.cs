using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A dry run of each example, in its own sandbox, changes nothing on any of its servers.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ExampleDryRunTests
{
    [Theory]
    [InlineData("expand-contract", "database", "expand")]
    [InlineData("abort", "source target", null)]
    public async Task Of_an_example(string example, string servers, string? until)
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-example-").FullName;
        // The servers run as another user, who must be able to walk through this folder.
        File.SetUnixFileMode(
            folder,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute
        );
        var sandbox = Path.Combine(folder, "sandbox");
        var plan = Path.Combine(RepositoryRoot.Path, "plans", "examples", example);
        try
        {
            MigrationSandbox.Expect(
                0,
                await PlanRunnerProcess.RunAsync(folder, "rehearse", plan, "--setup-only", "--sandbox", sandbox, "--yes")
            );
            string[] where = [plan, "--env", Path.Combine(sandbox, "environment.yaml"), "--state", Path.Combine(sandbox, "state.jsonl")];
            var databases = servers.Split(' ').Select(server => PostgresCluster.Open(Path.Combine(sandbox, server))!).ToList();
            await ExpectUnchangedAsync(sandbox, databases, where);
            if (until is not null)
            {
                MigrationSandbox.Expect(0, await PlanRunnerProcess.RunAsync(folder, ["apply", .. where, "--yes", "--until", until]));
                await ExpectUnchangedAsync(sandbox, databases, where);
            }
        }
        finally
        {
            if (Directory.Exists(sandbox))
                await SandboxOwner.RemoveAsync(sandbox);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Of_the_migration_before_it_begins_and_while_it_replicates()
    {
        await using var migration = await MigrationSandbox.SetUpAsync(small: true);
        await ExpectUnchangedAsync(migration.Sandbox, [migration.Source, migration.Target], migration.Where);
        MigrationSandbox.Expect(0, await migration.ApplyAsync("--until", "check"));
        await ExpectUnchangedAsync(migration.Sandbox, [migration.Source, migration.Target], migration.Where);
    }

    private static async Task ExpectUnchangedAsync(string sandbox, IReadOnlyList<PostgresCluster> servers, string[] where)
    {
        // The application rests meanwhile, where the example has one.
        var workload = new WorkloadProcess(sandbox);
        if (workload.IsRunning)
        {
            await workload.StopClientsAsync(default);
            await workload.ReleaseAsync(default);
        }

        var before = new List<IReadOnlyList<string>>();
        foreach (var server in servers)
        {
            await DatabasePicture.StopVacuumAsync(server.Superuser());
            before.Add(await DatabasePicture.TakeQuietAsync(Application(server)));
        }

        var files = Files();
        var result = await PlanRunnerProcess.RunAsync(Path.GetDirectoryName(sandbox)!, ["dry-run", .. where]);
        MigrationSandbox.Expect(0, result);
        Assert.Equal(files, Files());
        for (var i = 0; i < servers.Count; i++)
            Assert.Equal(before[i], await DatabasePicture.TakeAsync(Application(servers[i])));

        IReadOnlyList<string> Files() =>
            [
                .. FolderPicture.Take(sandbox, SearchOption.TopDirectoryOnly),
                .. FolderPicture.Take(File.Exists(where[0]) ? Path.GetDirectoryName(where[0])! : where[0]),
            ];
    }

    // The database that is not the superuser's own.
    private static Steps.Postgres.Connections.ConnectionSettings Application(PostgresCluster server) =>
        server.Superuser(Path.GetFileName(server.Folder) == "database" ? "app" : "shop");
}
