using System.Text.RegularExpressions;
using Npgsql;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A copy of the flagship plan and its sandbox: two real servers, an application writing all the while, the command in processes of
/// its own. What tests of a migration share.
/// </summary>
internal sealed class MigrationSandbox : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-flagship-").FullName;

    private MigrationSandbox() { }

    public string Plan => Path.Combine(folder, "plan", "plan.yaml");

    public string Sandbox => Path.Combine(folder, "sandbox");

    public string EnvironmentFile => Path.Combine(Sandbox, "environment.yaml");

    public string StateFile => Path.Combine(Sandbox, "state.jsonl");

    public string AbortStateFile => Path.Combine(Sandbox, "abort.jsonl");

    public string[] Where => [Plan, "--env", EnvironmentFile, "--state", StateFile];

    public PostgresCluster Source { get; private set; } = null!;

    public PostgresCluster Target { get; private set; } = null!;

    /// <summary>What every command said.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>The plan in a folder of its own, over servers that are up and written to.</summary>
    /// <param name="small">With a hundredth of the rows, where the test is not about their number.</param>
    public static Task<MigrationSandbox> SetUpAsync(bool small) => SetUpAsync(plan => small ? MakeSmallAsync(plan) : Task.CompletedTask);

    /// <summary>The same, from a copy of the plan's folder that was changed.</summary>
    /// <param name="prepare">Changes the copy of the plan's folder before the servers are made.</param>
    public static async Task<MigrationSandbox> SetUpAsync(Func<string, Task> prepare)
    {
        var made = new MigrationSandbox();
        try
        {
            await made.SetUpHereAsync(prepare);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Sandbox))
            await SandboxOwner.RemoveAsync(Sandbox);
        Directory.Delete(folder, recursive: true);
    }

    public async Task<ProcessResult> RunAsync(params string[] arguments) => Heard(await PlanRunnerProcess.RunAsync(folder, arguments));

    public async Task<ProcessResult> RunDyingAsync(string which, params string[] arguments) =>
        Heard(await PlanRunnerProcess.RunDyingAsync(folder, before: false, which, arguments));

    public Task<ProcessResult> ApplyAsync(params string[] more) => RunAsync(["apply", .. Where, "--yes", "--verbose", .. more]);

    /// <summary>Applies, and meanwhile does something to the servers.</summary>
    public Task<ProcessResult> ApplyWhileAsync(Func<JournalWatch, Task> meanwhile, params string[] more) =>
        WhileAsync(ApplyAsync(more), StateFile, meanwhile);

    public static async Task<ProcessResult> WhileAsync(Task<ProcessResult> running, string stateFile, Func<JournalWatch, Task> meanwhile)
    {
        try
        {
            await meanwhile(new JournalWatch(stateFile, running));
        }
        catch (Exception exception) when (running.IsCompleted)
        {
            Assert.Fail($"{exception}\n{Told(await running)}");
        }

        return await running;
    }

    /// <summary>Runs the plan that gives up, as whoever has only its README.</summary>
    /// <param name="first">No earlier abort is to be gone on with.</param>
    public async Task<ProcessResult> AbortAsync(bool first, params string[] variables)
    {
        var plan = Path.Combine(RepositoryRoot.Path, "plans/examples/abort");
        var environment = Path.Combine(Sandbox, "abort.yaml");
        await File.WriteAllTextAsync(
            environment,
            $$"""
            environment: rehearsal
            variables: { application_roles: [shop_web, shop_worker], target_application_roles: [shop_web, shop_worker], create_replication_role: false }
            secrets: { migration_password: { file: {{Sandbox}}/secrets/migration_password } }
            connections:
              source: { host: 127.0.0.1, port: {{Source.Port}}, database: shop, username: migration, password: migration_password, ssl_mode: verify-full, root_certificate: {{Source.Superuser().RootCertificate}} }
              target: { host: 127.0.0.1, port: {{Target.Port}}, database: shop, username: migration, password: migration_password, ssl_mode: verify-full, root_certificate: {{Target.Superuser().RootCertificate}} }
            """
        );
        string[] where = [plan, "--env", environment, "--state", AbortStateFile];
        if (first && File.Exists(where[^1]))
            Expect(0, await RunAsync(["state", "new", .. where]));
        return await RunAsync(["apply", .. where, "--yes", "--verbose", .. variables.SelectMany(v => new[] { "--var", v })]);
    }

    /// <summary>Slots, publications, subscriptions, origins and the sentinel's schema on one side.</summary>
    public static async Task<string?> LeftAsync(PostgresCluster cluster) =>
        await AskAsync(
            cluster,
            """
            SELECT coalesce(string_agg(what || ' ' || name, ', ' ORDER BY 1), '') FROM (
                SELECT 'slot' AS what, slot_name::text AS name FROM pg_replication_slots
                UNION ALL SELECT 'publication', pubname FROM pg_publication
                UNION ALL SELECT 'subscription', subname FROM pg_subscription
                UNION ALL SELECT 'origin', roname FROM pg_replication_origin
                UNION ALL SELECT 'schema', nspname FROM pg_namespace WHERE nspname = 'planrunner_sentinel') AS t
            """
        );

    public static void Expect(int exitCode, ProcessResult result) => Assert.True(result.ExitCode == exitCode, Told(result));

    public static void ExpectSaid(string text, ProcessResult result) =>
        Assert.True((result.Error + result.Output).Contains(text, StringComparison.Ordinal), $"it does not say: {text}\n{Told(result)}");

    public Task EditAsync(string file, string from, string to) => ReplaceAsync(Path.Combine(folder, "plan", file), from, to);

    /// <summary>Changes the environment that the sandbox was made with.</summary>
    public Task EditSandboxAsync(string from, string to) => ReplaceAsync(EnvironmentFile, from, to);

    public static async Task ReplaceAsync(string path, string from, string to)
    {
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>As the cluster's superuser; the first value of the first row.</summary>
    public static async Task<string?> AskAsync(PostgresCluster cluster, string sql)
    {
        await using var data = Open(cluster);
        await using var command = data.CreateCommand(sql);
        return (await command.ExecuteScalarAsync()) switch
        {
            bool yes => yes ? "t" : "f",
            DBNull => null,
            var value => value?.ToString(),
        };
    }

    /// <summary>A superuser's transaction that stays open, with the locks that its statement took, until it is disposed of.</summary>
    public static async Task<NpgsqlConnection> HoldAsync(PostgresCluster cluster, string statement)
    {
        var settings = cluster.Superuser("shop");
        var session = new NpgsqlConnection(Text(settings));
        await session.OpenAsync();
        await ExecuteAsync(session, "BEGIN", statement);
        return session;
    }

    public static async Task ExecuteAsync(NpgsqlConnection session, params string[] statements)
    {
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, session);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The application gets writes acknowledged by the source.</summary>
    public async Task TakesWritesAsync()
    {
        var count = await AskAsync(Source, "SELECT count(*)::text FROM shop.workload_ledger");
        await EventuallyAsync(
            "the source takes writes",
            async () => await AskAsync(Source, "SELECT count(*)::text FROM shop.workload_ledger") != count
        );
    }

    public static async Task EventuallyAsync(string what, Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"did not come to be within a minute: {what}");
            await Task.Delay(100);
        }
    }

    /// <summary>The proof of the rehearsal, which removes the sandbox when it holds.</summary>
    public async Task ProveAsync()
    {
        var proof = await RunAsync("rehearse", Plan, "--sandbox", Sandbox, "--yes", "--verbose");
        Expect(0, proof);
        Assert.Matches(@"Proof: \d+ tables, \d[\d,]+ rows equal; [\d,]+ acknowledged writes, 0 lost, 0 doubled", proof.Output);
        Assert.False(Directory.Exists(Sandbox));
    }

    private static NpgsqlDataSource Open(PostgresCluster cluster)
    {
        var settings = cluster.Superuser("shop");
        return NpgsqlDataSource.Create(Text(settings));
    }

    private static string Text(ConnectionSettings settings) =>
        $"Host={settings.Host};Port={settings.Port};Database=shop;Username={settings.Username};Password={settings.Password};SSL Mode=VerifyFull;Root Certificate={settings.RootCertificate};Pooling=false";

    private static string Told(ProcessResult result) => $"exit code {result.ExitCode}\n{result.Error}\n{result.Output}";

    private ProcessResult Heard(ProcessResult result)
    {
        Outputs.Add(result.Output + result.Error);
        return result;
    }

    /// <summary>The flagship plan alone.</summary>
    public static async Task CopyPlanAsync(string to, bool small)
    {
        CopyFolder(Path.Combine(RepositoryRoot.Path, "plans/examples/aurora-to-planetscale"), to);
        if (small)
            await MakeSmallAsync(to);
    }

    private static async Task MakeSmallAsync(string plan)
    {
        // The workload picks rows by the same numbers.
        foreach (var file in new[] { "data.sql", "workload.sql" })
        {
            var path = Path.Combine(plan, "rehearsal", file);
            var text = (await File.ReadAllTextAsync(path))
                .Replace("449999", "4499", StringComparison.Ordinal)
                .Replace("225000", "2250", StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, Regex.Replace(text, @"(?<=\d)0000\b", "00", RegexOptions.None, TimeSpan.FromSeconds(1)));
        }

        // A worker that failed tries again after 5 s, which is most of what these tests would wait for.
        await ReplaceAsync(
            Path.Combine(plan, "environments/rehearsal.yaml"),
            "max_worker_processes: 16",
            "max_worker_processes: 16\n        wal_retrieve_retry_interval: 200ms"
        );
    }

    private async Task SetUpHereAsync(Func<string, Task> prepare)
    {
        // The servers run as another user, who must be able to walk through this folder.
        File.SetUnixFileMode(
            folder,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute
        );
        CopyFolder(Path.Combine(RepositoryRoot.Path, "plans/examples/aurora-to-planetscale"), Path.Combine(folder, "plan"));
        await prepare(Path.Combine(folder, "plan"));
        var made = await RunAsync("rehearse", Plan, "--setup-only", "--sandbox", Sandbox, "--yes", "--verbose");
        Expect(0, made);
        Source = PostgresCluster.Open(Path.Combine(Sandbox, "source"))!;
        Target = PostgresCluster.Open(Path.Combine(Sandbox, "target"))!;
    }

    /// <summary>Over what is there.</summary>
    public static void CopyFolder(string from, string to)
    {
        foreach (
            var file in Directory
                .EnumerateFiles(from, "*", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/.planrunner/", StringComparison.Ordinal))
        )
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
