using Npgsql;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The flagship plan on two real servers of different majors, with roles that are not superusers and an application writing all the
/// while, through everything that can happen to its freeze. One long story, because every part needs the one before it.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class FlagshipTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-flagship-").FullName;
    private readonly List<string> outputs = [];
    private CanaryWatch canaries = null!;
    private PostgresCluster source = null!;
    private PostgresCluster target = null!;

    private string Plan => Path.Combine(folder, "plan", "plan.yaml");

    private string Sandbox => Path.Combine(folder, "sandbox");

    private string[] Where => [Plan, "--env", Path.Combine(Sandbox, "environment.yaml"), "--state", Path.Combine(Sandbox, "state.jsonl")];

    public async Task InitializeAsync()
    {
        // The servers run as another user, who must be able to walk through this folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        CopyFolder(Path.Combine(RepositoryRoot.Path, "plans/examples/aurora-to-planetscale"), Path.Combine(folder, "plan"));
        var made = await RunAsync("rehearse", Plan, "--setup-only", "--sandbox", Sandbox, "--yes", "--verbose");
        Assert.True(made.ExitCode == 0, made.Error + made.Output);
        source = PostgresCluster.Open(Path.Combine(Sandbox, "source"))!;
        target = PostgresCluster.Open(Path.Combine(Sandbox, "target"))!;
        canaries = new CanaryWatch(Directory.EnumerateFiles(Path.Combine(Sandbox, "secrets")).Select(File.ReadAllText));
    }

    public async Task DisposeAsync()
    {
        if (Directory.Exists(Sandbox))
            await RunAsync("rehearse", Plan, "--sandbox", Sandbox, "--yes");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_migration_survives_what_can_happen_to_its_freeze_and_nothing_is_lost()
    {
        var before = await RunAsync(["dry-run", .. Where, "--detailed-exitcode", "--verbose"]);
        Expect(2, before);
        Assert.Matches(@"Plan: \d+ to run", before.Output);
        Assert.False(File.Exists(Path.Combine(Sandbox, "state.jsonl")));
        Expect(0, await RunAsync(["apply", .. Where, "--yes", "--verbose", "--until", "check"]));

        await FailsInsideAsync();
        await DiesInsideAndIsLeftAloneAsync();
        await FailsBehindTheSwitchAsync();

        Expect(0, await RunAsync(["apply", .. Where, "--yes", "--verbose"]));
        var again = await RunAsync(["apply", .. Where, "--yes", "--verbose"]);
        Expect(0, again);
        Assert.StartsWith("Nothing to run", again.Output, StringComparison.Ordinal);
        Expect(0, await RunAsync(["dry-run", .. Where, "--detailed-exitcode"]));

        outputs.Add(await File.ReadAllTextAsync(Path.Combine(Sandbox, "state.jsonl")));
        var proof = await RunAsync("rehearse", Plan, "--sandbox", Sandbox, "--yes", "--verbose");
        Expect(0, proof);
        Assert.Matches(@"Proof: 13 tables, \d[\d,]+ rows equal; [\d,]+ acknowledged writes, 0 lost, 0 doubled", proof.Output);
        Assert.False(Directory.Exists(Sandbox));

        Assert.Empty(await canaries.StopAsync());
        Assert.All(outputs, output => Assert.Empty(canaries.In(output)));
    }

    private async Task FailsInsideAsync()
    {
        await ExecuteAsync(target, "INSERT INTO shop.shelf VALUES (9999, 'not on the source')");

        var failed = await RunAsync(["apply", .. Where, "--yes", "--verbose"]);

        Expect(1, failed);
        Assert.Contains("FAILED    cutover/equal", failed.Error, StringComparison.Ordinal);
        Assert.Contains("reopened  cutover  wholly taken back", failed.Error, StringComparison.Ordinal);
        Assert.True(await TakesWritesAsync());
        await ExecuteAsync(target, "DELETE FROM shop.shelf WHERE id = 9999");
    }

    private async Task DiesInsideAndIsLeftAloneAsync()
    {
        await EditAsync("plan.yaml", "timeout: 20m", "timeout: 8s");

        var died = await PlanRunnerProcess.RunDyingAsync(folder, before: false, "done:cutover/freeze", ["apply", .. Where, "--yes"]);

        outputs.Add(died.Error + died.Output);
        Assert.Equal("f", await AskAsync(source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        var status = await RunAsync(["status", .. Where]);
        Assert.Contains("OPEN     cutover: open since", status.Output, StringComparison.Ordinal);
        await EventuallyAsync(async () => (await RunAsync(["status", .. Where])).Output.Contains("its time was over", StringComparison.Ordinal));
        await EditAsync("plan.yaml", "timeout: 8s", "timeout: 20m");
    }

    private async Task FailsBehindTheSwitchAsync()
    {
        await EditAsync("smoke-write.sql", "{{~ else ~}}", "{{~ else ~}}\nSELECT 1 / 0;");

        var failed = await RunAsync(["apply", .. Where, "--yes", "--verbose"]);

        Expect(1, failed);
        var undone = failed.Error.IndexOf("undone    cutover/freeze", StringComparison.Ordinal);
        var frozenAnew = failed.Error.IndexOf("ok        cutover/freeze", StringComparison.Ordinal);
        Assert.True(undone >= 0 && frozenAnew > undone, failed.Error);
        Assert.Contains("FAILED    smoke-write", failed.Error, StringComparison.Ordinal);
        Assert.Contains("group \"cutover\" is done and stays as it is", failed.Error, StringComparison.Ordinal);
        Assert.Equal("f", await AskAsync(source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        await EditAsync("smoke-write.sql", "\nSELECT 1 / 0;", "");
    }

    private async Task<bool> TakesWritesAsync()
    {
        var count = await AskAsync(source, "SELECT count(*)::text FROM shop.workload_ledger");
        await EventuallyAsync(async () => await AskAsync(source, "SELECT count(*)::text FROM shop.workload_ledger") != count);
        return true;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "it did not come to be within a minute");
            await Task.Delay(200);
        }
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await PlanRunnerProcess.RunAsync(folder, arguments);
        outputs.Add(result.Output + result.Error);
        return result;
    }

    private static void Expect(int exitCode, ProcessResult result) => Assert.True(result.ExitCode == exitCode, $"exit code {result.ExitCode}\n{result.Error}\n{result.Output}");

    private async Task EditAsync(string file, string from, string to)
    {
        var path = Path.Combine(folder, "plan", file);
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static async Task ExecuteAsync(PostgresCluster cluster, string sql) => await AskAsync(cluster, sql);

    private static async Task<string?> AskAsync(PostgresCluster cluster, string sql)
    {
        var settings = cluster.Superuser("shop");
        await using var data = NpgsqlDataSource.Create(
            $"Host={settings.Host};Port={settings.Port};Database=shop;Username={settings.Username};Password={settings.Password};SSL Mode=VerifyFull;Root Certificate={settings.RootCertificate};Pooling=false");
        await using var command = data.CreateCommand(sql);
        return (await command.ExecuteScalarAsync()) switch
        {
            bool yes => yes ? "t" : "f",
            var value => value?.ToString(),
        };
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/.planrunner/", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
