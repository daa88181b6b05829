using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Templating;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

/// <summary>Rehearsals of a small plan whose apply is played by the test: the sandbox, the workload and the proof are real.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class RehearsalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rehearsal-test-").FullName;
    private readonly List<string> told = [];
    private readonly List<string> printed = [];

    public RehearsalTests()
    {
        Write(
            "plan.yaml",
            """
            plan: small
            version: 1
            connections: { source: {}, target: {} }
            variables: { greeting: { type: string }, port: { type: integer } }
            steps:
              - id: switch
                manual: { instructions: Deploy. }
            """
        );
        Write(
            "environments/rehearsal.yaml",
            """
            environment: rehearsal
            variables: { greeting: "it's 1:30", port: '{{ connections.source.port }}' }
            secrets: { app_password: { generated: true }, migration_password: { generated: true } }
            connections:
              source: { sandbox: { database: "My Shop", username: migration, password: migration_password, seed: [seed.sql] } }
              target: { sandbox: { database: shop, username: migration, password: migration_password, seed: [seed.sql] } }
            manual: { switch: { command: ['true'] } }
            workload: { file: workload.sql, connections: 3, rate: 200, roles: { app: app_password }, ledger: app.ledger, counters: app.counter, moves_on: switch }
            """
        );
        Write(
            "seed.sql",
            """
            CREATE ROLE migration LOGIN PASSWORD {{ secrets.migration_password | sql.literal }};
            CREATE ROLE app LOGIN PASSWORD {{ secrets.app_password | sql.literal }};
            CREATE SCHEMA app AUTHORIZATION app;
            SET ROLE app;
            CREATE TABLE app.ledger (id uuid NOT NULL, client integer NOT NULL);
            CREATE TABLE app.counter (client integer PRIMARY KEY, value bigint NOT NULL DEFAULT 0);
            INSERT INTO app.counter (client) SELECT generate_series(0, 2);
            CREATE TABLE app.note (n bigint GENERATED ALWAYS AS IDENTITY, text text DEFAULT {{ greeting | sql.literal }});
            """
        );
        Write("workload.sql", "-- transaction note\nINSERT INTO app.note (text) VALUES ('turn ' || :turn);\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_move_that_keeps_every_write_is_proved_and_leaves_nothing()
    {
        string? sandbox = null;
        var code = await RunAsync(
            async (environmentFile, stateFile) =>
            {
                sandbox = Path.GetDirectoryName(environmentFile)!;
                await WorkedAsync(sandbox);
                await MoveAsync(sandbox, stateFile, loseOne: false);
                return 0;
            }
        );
        Assert.True(code == 0, string.Join('\n', printed));
        Assert.Matches(
            @"Proof: 3 tables, [\d,]+ rows equal; [\d,]+ acknowledged writes, 0 lost, 0 doubled; longest pause [\d.]+m?s$",
            printed.Single()
        );
        Assert.False(Directory.Exists(sandbox));
    }

    [Fact]
    public async Task A_move_that_loses_a_write_is_found_out()
    {
        var code = await RunAsync(
            async (environmentFile, stateFile) =>
            {
                var sandbox = Path.GetDirectoryName(environmentFile)!;
                await WorkedAsync(sandbox);
                await MoveAsync(sandbox, stateFile, loseOne: true);
                return 0;
            }
        );
        Assert.Equal(1, code);
        Assert.Contains(" 1 lost, 0 doubled", printed.Single(), StringComparison.Ordinal);
        Assert.Contains(
            "app.ledger",
            printed.Single().Split('\n').Single(line => line.Contains("differs", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_environment_of_a_sandbox_is_concrete_and_complete()
    {
        await RunAsync(
            (environmentFile, _) =>
            {
                var diagnostics = new Diagnostics();
                var plan = PlanLoader.Load(Path.Combine(folder, "plan.yaml"), diagnostics)!;
                var environment = EnvironmentLoader.Load(
                    plan,
                    environmentFile,
                    new Dictionary<string, string>(),
                    readSecrets: true,
                    _ => null,
                    diagnostics
                )!;
                Assert.Empty(diagnostics);
                Assert.Equal("My Shop", environment.Connections["source"].Database);
                Assert.NotEqual(environment.Connections["source"].Port, environment.Connections["target"].Port);
                Assert.Equal((long)environment.Connections["source"].Port, environment.Variables["port"]);
                Assert.Equal("it's 1:30", ((TextValue)environment.Variables["greeting"]!).Text);
                Assert.Equal(["true"], environment.ManualAnswers["switch"]);
                Assert.DoesNotContain(
                    environment.Secrets["migration_password"],
                    File.ReadAllText(environmentFile),
                    StringComparison.Ordinal
                );
                return Task.FromResult(1);
            }
        );
    }

    [Fact]
    public async Task A_failed_rehearsal_keeps_its_folder_with_its_servers_stopped_and_says_how_it_is_removed()
    {
        string? sandbox = null;
        Assert.Equal(
            6,
            await RunAsync(
                (environmentFile, _) =>
                {
                    sandbox = Path.GetDirectoryName(environmentFile);
                    return Task.FromResult(6);
                }
            )
        );
        Assert.Contains("Proof: none, the plan did not complete", printed.Single(), StringComparison.Ordinal);
        Assert.Contains($"The sandbox is kept: {sandbox}; its servers are stopped", told);
        Assert.Contains(told, line => line.Contains($"rehearse plan.yaml --sandbox {sandbox} --remove", StringComparison.Ordinal));
        Assert.All(new[] { "source", "target" }, name => Assert.False(PostgresCluster.Open(Path.Combine(sandbox!, name))!.IsRunning));
        Assert.False(new WorkloadProcess(sandbox!).IsRunning);

        // The next rehearsal leaves it, and it can be taken up; with --discard nothing of it stays.
        await SandboxOwner.RemoveAbandonedAsync(default);
        Assert.Equal(6, await RunAsync((_, _) => Task.FromResult(6), request => request with { Folder = sandbox, Discard = true }));
        Assert.False(Directory.Exists(sandbox));
    }

    [Fact]
    public async Task A_workload_that_cannot_work_is_told_before_the_plan_begins()
    {
        var sandbox = Path.Combine(Path.GetTempPath(), $"planrunner-test-{Guid.NewGuid():N}");
        Assert.Equal(0, await SetUpAsync(sandbox));
        var opened = (await Sandbox.OpenAsync(sandbox, default))!;
        var cases = new (string Harm, string Mend, string Said)[]
        {
            (
                "DELETE FROM app.counter WHERE client = 2",
                "INSERT INTO app.counter VALUES (2, 0)",
                "expected 1 row for client 2 in the table of counters, app.counter on source, got 0"
            ),
            ("ALTER TABLE app.ledger RENAME TO book", "ALTER TABLE app.book RENAME TO ledger", "relation \"app.ledger\" does not exist"),
            (
                "REVOKE ALL ON app.note FROM app",
                "GRANT ALL ON app.note TO app",
                "note was refused on source (42501): permission denied for table note"
            ),
            ("ALTER ROLE app NOLOGIN", "ALTER ROLE app LOGIN", "connecting was refused on source (28000)"),
        };
        foreach (var (harm, mend, said) in cases)
        {
            await opened.Workload.KillAsync();
            await AskAsync(opened, "source", harm);
            // As if it were new.
            Directory.Delete(Path.Combine(sandbox, "workload", "clients"), recursive: true);
            var error = await Assert.ThrowsAsync<RehearsalException>(() => SetUpAsync(sandbox));
            var diagnostic = error.Diagnostics.Single();
            Assert.Equal("PR7000", diagnostic.Id);
            Assert.EndsWith("rehearsal.yaml", diagnostic.Place!.Value.Source.Path, StringComparison.Ordinal);
            Assert.Contains(said, diagnostic.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("PR9001", diagnostic.Detail, StringComparison.Ordinal);
            await AskAsync(opened, "source", mend);
        }

        await RehearsalRunner.RemoveAsync(sandbox);
        Assert.False(Directory.Exists(sandbox));
    }

    [Fact]
    public async Task A_workload_that_ends_ends_the_apply_that_waits_for_it()
    {
        var error = await Assert.ThrowsAsync<RehearsalException>(() =>
            RunAsync(
                async (environmentFile, _, _, token) =>
                {
                    await AskAsync(
                        (await Sandbox.OpenAsync(Path.GetDirectoryName(environmentFile)!, default))!,
                        "source",
                        "DELETE FROM app.counter WHERE client = 1"
                    );
                    await Task.Delay(Timeout.Infinite, token);
                    return 0;
                },
                request => request with { Discard = true }
            )
        );
        Assert.Contains("the workload ended by itself", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "expected 1 row for client 1 in the table of counters, app.counter on source, got 0",
            error.Diagnostics.Single().Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_new_server_that_refuses_the_application_for_good_and_a_manual_step_that_nobody_answers_end_the_apply()
    {
        var sandbox = Path.Combine(Path.GetTempPath(), $"planrunner-test-{Guid.NewGuid():N}");
        Assert.Equal(0, await SetUpAsync(sandbox));
        LeaveUnanswered();
        var refused = await Assert.ThrowsAsync<RehearsalException>(() =>
            RunAsync(
                async (_, stateFile, see, token) =>
                {
                    await AskAsync((await Sandbox.OpenAsync(sandbox, default))!, "target", "REVOKE INSERT ON app.note FROM app");
                    see!(new StepStarted("run", "switch", StepEffect.Person) { Kind = "manual" });
                    await File.AppendAllTextAsync(
                        stateFile,
                        "{\"event\":\"started\",\"step\":\"switch\",\"at\":\"2026-01-01T10:00:00Z\"}\n",
                        token
                    );
                    await Task.Delay(Timeout.Infinite, token);
                    return 0;
                },
                request => request with { Folder = sandbox, Partial = true },
                new HurriedTime(10)
            )
        );
        Assert.Contains(
            "has moved to target, cannot commit there, and step \"switch\" waits for it",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "note was refused on target (42501): permission denied for table note",
            refused.Diagnostics.Single().Detail,
            StringComparison.Ordinal
        );

        var unanswered = await Assert.ThrowsAsync<RehearsalException>(() =>
            RunAsync(
                async (_, _, see, token) =>
                {
                    see!(new StepStarted("run", "other", StepEffect.Person) { Kind = "manual" });
                    await Task.Delay(Timeout.Infinite, token);
                    return 0;
                },
                request => request with { Folder = sandbox, Partial = true, Discard = true }
            )
        );
        Assert.Contains("step \"other\" is a manual step, and nothing answers it", unanswered.Message, StringComparison.Ordinal);
        Assert.Contains("manual: { other: { command: [\"true\"] } }", unanswered.Diagnostics.Single().Help, StringComparison.Ordinal);
        Assert.False(Directory.Exists(sandbox));
    }

    [Fact]
    public async Task A_manual_step_that_nothing_can_see_and_nobody_answers_is_told_before_anything_is_started()
    {
        LeaveUnanswered();
        var sandbox = Path.Combine(Path.GetTempPath(), $"planrunner-test-{Guid.NewGuid():N}");
        var error = await Assert.ThrowsAsync<RehearsalException>(() =>
            RunAsync((_, _) => throw new InvalidOperationException(), request => request with { Folder = sandbox })
        );
        Assert.Matches("plan.yaml:6:.*step \"switch\" is a manual step, and nothing answers it", error.Message);
        Assert.False(Directory.Exists(sandbox));
    }

    [Fact]
    public async Task A_sandbox_that_was_set_up_is_taken_up_and_removed()
    {
        var sandbox = Path.Combine(Path.GetTempPath(), $"planrunner-test-{Guid.NewGuid():N}");
        Assert.Equal(
            0,
            await RunAsync((_, _) => throw new InvalidOperationException(), request => request with { SetupOnly = true, Folder = sandbox })
        );
        Assert.Contains(
            told,
            line => line.Contains($"--env {sandbox}/environment.yaml --state {sandbox}/state.jsonl", StringComparison.Ordinal)
        );
        await SandboxOwner.RemoveAbandonedAsync(default);
        await WorkedAsync(sandbox);
        // An apply that fails in it leaves it: somebody wants to see why.
        Assert.Equal(1, await RunAsync((_, _) => Task.FromResult(1), request => request with { Folder = sandbox }));

        // As after a restart of the machine: everything stands still.
        var opened = (await Sandbox.OpenAsync(sandbox, default))!;
        await opened.Workload.KillAsync();
        foreach (var cluster in opened.Clusters.Values.Cast<PostgresCluster>())
            await cluster.KillAsync(default);

        var code = await RunAsync(
            async (_, stateFile) =>
            {
                await WorkedAsync(sandbox);
                await MoveAsync(sandbox, stateFile, loseOne: false);
                return 0;
            },
            request => request with { Folder = sandbox }
        );
        Assert.True(code == 0, string.Join('\n', printed));
        Assert.False(Directory.Exists(sandbox));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_removed_unless_it_is_to_be_kept()
    {
        await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        File.WriteAllText(Path.Combine(cluster.Folder, "owner"), "999999999 1");
        SandboxOwner.Keep(cluster.Folder);
        await SandboxOwner.RemoveAbandonedAsync(default);
        Assert.True(cluster.IsRunning);
        SandboxOwner.DoNotKeep(cluster.Folder);
        await SandboxOwner.RemoveAbandonedAsync(default);
        Assert.False(Directory.Exists(cluster.Folder));
    }

    [Fact]
    public async Task A_seed_with_a_mistake_is_told_at_its_place_and_leaves_nothing()
    {
        Write("seed.sql", "CREATE ROLE migration LOGIN;\nCREATE TABEL a ();\n");
        var sandbox = Path.Combine(Path.GetTempPath(), $"planrunner-test-{Guid.NewGuid():N}");
        var error = await Assert.ThrowsAsync<RehearsalException>(() =>
            RunAsync((_, _) => throw new InvalidOperationException(), request => request with { Folder = sandbox })
        );
        Assert.Matches(@"seed\.sql:2:8: .*syntax error", error.Message);
        Assert.False(Directory.Exists(sandbox));
    }

    private Task<int> SetUpAsync(string sandbox) =>
        RunAsync((_, _) => throw new InvalidOperationException(), request => request with { SetupOnly = true, Folder = sandbox });

    private void LeaveUnanswered()
    {
        var file = Path.Combine(folder, "environments/rehearsal.yaml");
        File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.StartsWith("manual:", StringComparison.Ordinal)));
    }

    private Task<int> RunAsync(Func<string, string, Task<int>> apply, Func<RehearsalRequest, RehearsalRequest>? with = null) =>
        RunAsync((environmentFile, stateFile, _, _) => apply(environmentFile, stateFile), with);

    private async Task<int> RunAsync(
        Func<string, string, Action<StateEvent>?, CancellationToken, Task<int>> apply,
        Func<RehearsalRequest, RehearsalRequest>? with = null,
        TimeProvider? time = null
    )
    {
        var diagnostics = new Diagnostics();
        var plan = PlanLoader.Load(Path.Combine(folder, "plan.yaml"), diagnostics)!;
        var environment = EnvironmentLoader.Load(
            plan,
            "rehearsal",
            new Dictionary<string, string>(),
            readSecrets: true,
            _ => null,
            diagnostics
        );
        Assert.Empty(diagnostics.Select(d => $"{d.Place}: {d.Message}"));
        var request = new RehearsalRequest
        {
            Plan = plan,
            Environment = environment!,
            PlanArgument = "plan.yaml",
            ApplyAsync = apply,
            WorkloadCommand = [Environment.ProcessPath!, typeof(RehearsalRunner).Assembly.Location, "workload"],
            Tell = told.Add,
            TellAlways = told.Add,
            Print = printed.Add,
        };
        return await new RehearsalRunner(with?.Invoke(request) ?? request, time ?? TimeProvider.System).RunAsync(default);
    }

    // Until every client has had something acknowledged.
    private static Task WorkedAsync(string sandbox) =>
        UntilAsync(() => Enumerable.Range(0, 3).All(client => WorkloadLog.Read(sandbox, client).Acknowledged.Count > 5));

    /// <summary>What the plan would do: writers off the source, everything copied, then the application's step.</summary>
    private static async Task MoveAsync(string sandbox, string stateFile, bool loseOne)
    {
        var opened = (await Sandbox.OpenAsync(sandbox, default))!;
        await using var sessions = opened.Superusers();
        var source = await OpenAsync(sessions, "source");
        var target = await OpenAsync(sessions, "target");
        // A plan that takes the application's login away has a line in its journal by then: what is refused before is a workload that cannot work.
        await File.AppendAllTextAsync(stateFile, "{\"event\":\"started\",\"step\":\"freeze\",\"at\":\"2026-01-01T10:00:00Z\"}\n");
        await AskAsync(source, "ALTER ROLE app NOLOGIN");
        await AskAsync(source, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = 'app'");
        foreach (
            var (table, columns) in new[]
            {
                ("app.ledger", "id uuid, client integer"),
                ("app.counter", "client integer, value bigint"),
                ("app.note", "n bigint, text text"),
            }
        )
        {
            var rows = (await AskAsync(source, $"SELECT coalesce(json_agg(t), '[]') FROM {table} t"))!;
            await AskAsync(target, $"DELETE FROM {table}");
            await target.RunAsync(
                $"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM json_to_recordset(CAST($1 AS json)) AS t({columns})",
                [rows],
                0,
                default
            );
        }

        await AskAsync(target, $"SELECT setval('app.note_n_seq', {await AskAsync(source, "SELECT last_value FROM app.note_n_seq")})");
        if (loseOne)
            await AskAsync(target, "DELETE FROM app.ledger WHERE id = (SELECT id FROM app.ledger LIMIT 1)");
        await source.DisposeAsync();
        await target.DisposeAsync();
        await File.AppendAllTextAsync(stateFile, "{\"event\":\"started\",\"step\":\"switch\",\"at\":\"2026-01-01T10:00:00Z\"}\n");
        await UntilAsync(() =>
            Enumerable
                .Range(0, 3)
                .All(client => WorkloadLog.Read(sandbox, client).Acknowledged.Exists(write => write.Connection == "target"))
        );
    }

    private static Task<Session> OpenAsync(Sessions sessions, string connection) =>
        sessions.OpenAsync(connection, new StepPath("test"), new Dictionary<string, string>(), null, null, default);

    private static async Task AskAsync(Sandbox sandbox, string connection, string sql)
    {
        await using var sessions = sandbox.Superusers();
        await using var session = await OpenAsync(sessions, connection);
        await AskAsync(session, sql);
    }

    private static async Task<string?> AskAsync(Session session, string sql) =>
        (await session.RunAsync(sql, [], 1, default)).Rows is [var row, ..] ? row[0] : null;

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(10, patience.Token);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
