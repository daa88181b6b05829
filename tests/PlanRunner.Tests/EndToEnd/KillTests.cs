using Npgsql;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Steps.Postgres;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The run is killed around every line of its journal, and so around every COMMIT: before the committing line, between it and
/// COMMIT, between COMMIT and the done line. Started again, it ends as a run that nobody disturbed, each effect once.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class KillTests : IAsyncLifetime
{
    private const string Effects = "SELECT step, detail, count(*) FROM effect GROUP BY 1, 2 ORDER BY 1, 2";
    private PostgresCluster cluster = null!;

    public async Task InitializeAsync() => cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["max_connections"] = "50" } }, default);

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task Killed_around_every_journal_line_and_started_again_each_effect_is_there_once()
    {
        await using var undisturbed = await Case.NewAsync(cluster, "undisturbed");
        var expected = await undisturbed.RunToTheEndAsync();
        Assert.Equal(["all 1 1", "all 2 1", "all 3 1", "bound x 1", "each 1 1", "each 2 1", "each 3 1", "inside  1", "last  1", "plain  1", "switch  1", "table  1", "taken x 1"], expected);

        await undisturbed.ExpectNothingToRunAsync();
        var lines = await undisturbed.LinesOfFirstRunAsync();
        Assert.InRange(lines, 30, 100);
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, lines).SelectMany(line => new[] { (line, before: true), (line, before: false) }),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (kill, _) =>
            {
                await using var killed = await Case.NewAsync(cluster, $"kill_{kill.line}_{(kill.before ? "before" : "after")}");
                await killed.DieAsync(kill.before, kill.line);
                var found = await killed.RunToTheEndAsync();
                if (!found.SequenceEqual(expected))
                    failures.Add($"killed {(kill.before ? "before" : "after")} line {kill.line}: {string.Join(", ", found)}\n{killed.Log}");
            });
        Assert.Empty(failures);
    }

    private sealed class Case(string folder, string trap, ConnectionSettings database) : IAsyncDisposable
    {
        public string Log { get; private set; } = "";

        private string StatePath => Path.Combine(folder, ".planrunner", "kill.here.state.jsonl");

        public static async Task<Case> NewAsync(PostgresCluster cluster, string name)
        {
            var admin = cluster.Superuser();
            await using (var source = NpgsqlDataSource.Create(Text(admin)))
            await using (var command = source.CreateCommand($"CREATE DATABASE {name}"))
                await command.ExecuteNonQueryAsync();

            var folder = Directory.CreateTempSubdirectory("planrunner-kill-").FullName;
            var trap = Path.Combine(folder, "trap");
            await File.WriteAllTextAsync(trap, "");
            File.Copy(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/kill/plan.yaml"), Path.Combine(folder, "plan.yaml"));
            await File.WriteAllTextAsync(Path.Combine(folder, "password"), admin.Password);
            Directory.CreateDirectory(Path.Combine(folder, "environments"));
            await File.WriteAllTextAsync(Path.Combine(folder, "environments", "here.yaml"), $"""
                environment: here
                variables: {"{"} trap: {trap} {"}"}
                secrets: {"{"} password: {"{"} file: {folder}/password {"}"} {"}"}
                connections:
                  db: {"{"} host: {admin.Host}, port: {admin.Port}, database: {name}, username: {admin.Username}, password: password, ssl_mode: disable {"}"}
                """);
            return new Case(folder, trap, admin with { Database = name });
        }

        public async Task DieAsync(bool before, int line)
        {
            var result = await PlanRunnerProcess.RunDyingAsync(folder, before, line.ToString(System.Globalization.CultureInfo.InvariantCulture), "apply", "plan.yaml", "--env", "here", "--yes");
            Log += result.Error + result.Output;
        }

        /// <summary>Applies until it says that all is done: the trap makes the first whole run fail once. Returns the effects.</summary>
        public async Task<List<string>> RunToTheEndAsync()
        {
            for (var run = 1; run <= 3; run++)
            {
                var result = await PlanRunnerProcess.RunAsync(folder, "apply", "plan.yaml", "--env", "here", "--yes");
                Log += $"--- run {run}: exit {result.ExitCode}\n{result.Error}{result.Output}";
                if (result.ExitCode == 0)
                    break;
                Assert.True(result.ExitCode == 1, Log);
            }

            Assert.False(File.Exists(trap), Log);
            return await ReadAsync();
        }

        public async Task ExpectNothingToRunAsync()
        {
            var again = await PlanRunnerProcess.RunAsync(folder, "apply", "plan.yaml", "--env", "here", "--yes");
            Assert.True(again.ExitCode == 0 && again.Output.StartsWith("Nothing to run", StringComparison.Ordinal), again.Error + again.Output);
        }

        /// <summary>The lines that the first run wrote: all up to its end, less the header.</summary>
        public async Task<int> LinesOfFirstRunAsync()
        {
            var lines = await File.ReadAllLinesAsync(StatePath);
            return Array.FindIndex(lines, l => l.Contains("\"event\":\"run-finished\"", StringComparison.Ordinal));
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        private async Task<List<string>> ReadAsync()
        {
            var rows = new List<string>();
            await using var source = NpgsqlDataSource.Create(Text(database));
            await using var command = source.CreateCommand(Effects);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add($"{reader.GetString(0)} {(await reader.IsDBNullAsync(1) ? "" : reader.GetString(1))} {reader.GetInt64(2)}");
            return rows;
        }

        private static string Text(ConnectionSettings settings) =>
            $"Host={settings.Host};Port={settings.Port};Database={settings.Database};Username={settings.Username};Password={settings.Password};SSL Mode=Disable;Pooling=false";
    }
}
