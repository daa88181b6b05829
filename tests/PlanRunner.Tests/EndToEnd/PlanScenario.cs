using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A plan in a folder of its own against a database of its own, run by the real command. The environment <c>here</c> gives the
/// connections <c>db</c> and <c>other</c>, both to it, with TLS and as the database's owner, who is no superuser; where the plan
/// declares a variable <c>trap</c>, it names a file that is there at first.
/// </summary>
internal sealed class PlanScenario : IAsyncDisposable
{
    private readonly ConnectionSettings admin;
    private readonly ConnectionSettings database;
    private DyingWire? wire;

    private PlanScenario(string folder, ConnectionSettings admin, ConnectionSettings database)
    {
        Folder = folder;
        this.admin = admin;
        this.database = database;
    }

    public string Folder { get; }

    public string Trap => Path.Combine(Folder, "trap");

    /// <summary>All that the command said so far.</summary>
    public string Log { get; private set; } = "";

    public string StatePath => Directory.EnumerateFiles(Path.Combine(Folder, ".planrunner"), "*.state.jsonl").Single();

    public static async Task<PlanScenario> NewAsync(PostgresCluster cluster, string name, string plan)
    {
        var superuser = cluster.Superuser();
        var owner = superuser with { Database = name, Username = name, Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)) };
        await ExecuteAsync(superuser, $"CREATE ROLE \"{name}\" LOGIN PASSWORD '{owner.Password}'");
        await ExecuteAsync(superuser, $"CREATE DATABASE \"{name}\" OWNER \"{name}\"");

        var scenario = new PlanScenario(Directory.CreateTempSubdirectory("planrunner-scenario-").FullName, superuser with { Database = name }, owner);
        await scenario.WritePlanAsync(plan);
        await File.WriteAllTextAsync(scenario.Trap, "");
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "password"), owner.Password);
        await scenario.LeadToAsync(superuser.Port);
        return scenario;
    }

    /// <summary>Leads the connections over a wire on which the command can be killed, from the beginning on.</summary>
    public async Task<PlanScenario> OnWireAsync()
    {
        wire ??= new DyingWire(database.Port);
        await LeadToAsync(wire.Port);
        return this;
    }

    public async Task WritePlanAsync(string plan) => await File.WriteAllTextAsync(Path.Combine(Folder, "plan.yaml"), plan);

    /// <summary>
    /// Lets the connection lead to another port, such as that of a way to the server that breaks: not encrypted there, because it
    /// looks at what goes by.
    /// </summary>
    public async Task LeadToAsync(int port)
    {
        var plan = await File.ReadAllTextAsync(Path.Combine(Folder, "plan.yaml"));
        var tls = port == database.Port ? $"verify-full, root_certificate: {database.RootCertificate}" : "disable";
        var connection = $"{{ host: {database.Host}, port: {port}, database: {database.Database}, username: {database.Username}, password: password, ssl_mode: {tls} }}";
        Directory.CreateDirectory(Path.Combine(Folder, "environments"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "environments", "here.yaml"), $$"""
            environment: here
            {{(plan.Contains("trap:", StringComparison.Ordinal) ? $"variables: {{ trap: {Trap} }}" : "")}}
            secrets: { password: { file: {{Folder}}/password } }
            connections:
              db: {{connection}}
              {{(plan.Contains("other:", StringComparison.Ordinal) ? $"other: {connection}" : "")}}
            """);
    }

    public Task<ProcessResult> RunAsync(string command, params string[] more) =>
        LoggedAsync(command, PlanRunnerProcess.RunAsync(Folder, [command, "plan.yaml", "--env", "here", .. more]));

    public Task<ProcessResult> ApplyAsync() => RunAsync("apply", "--yes");

    /// <summary>Applies and is killed right before or right after the line of the journal with this number.</summary>
    public Task<ProcessResult> DieAsync(bool before, int line) => LoggedAsync(
        $"killed {(before ? "before" : "after")} line {line}",
        PlanRunnerProcess.RunDyingAsync(Folder, before, line.ToString(CultureInfo.InvariantCulture), "apply", "plan.yaml", "--env", "here", "--yes"));

    /// <summary>
    /// Applies and is killed when the message with this number is about to reach the server, or when it was answered. Tells whether
    /// there was such a message, and how many there were.
    /// </summary>
    public async Task<(bool Killed, int Messages)> DieOnWireAsync(int message, bool delivered, string command = "apply", params string[] more)
    {
        // The wire stays: another address under the name of a connection is refused, as it should be. A scenario that dies on one
        // must begin on it.
        await OnWireAsync();
        wire!.Arm(message, delivered);
        using var process = PlanRunnerProcess.Start(Folder, [command, "plan.yaml", "--env", "here", .. more, "--yes"]);
        wire.Victim = process;
        var told = await PlanRunnerProcess.EndAsync(process);
        Log += $"--- killed {(delivered ? "after" : "before")} message {message}: exit {process.ExitCode}\n{told}";
        var result = (wire.Killed, wire.Messages);
        wire.Arm(0, afterwards: false);
        return result;
    }

    /// <summary>Applies until it says that all is done; each run before may fail with exit 1, as a trap makes it.</summary>
    public async Task RunToTheEndAsync(int mostRuns = 3)
    {
        for (var run = 1; run <= mostRuns; run++)
        {
            var result = await ApplyAsync();
            if (result.ExitCode == 0)
                break;
            Assert.True(result.ExitCode == 1, Log);
        }
    }

    public async Task ExpectNothingToRunAsync()
    {
        var again = await ApplyAsync();
        Assert.True(again.ExitCode == 0 && again.Output.StartsWith("Nothing to run", StringComparison.Ordinal), Log);
    }

    /// <summary>The lines that the first run wrote: all up to its end, less the header.</summary>
    public async Task<int> LinesOfFirstRunAsync()
    {
        var lines = await File.ReadAllLinesAsync(StatePath);
        return Array.FindIndex(lines, l => l.Contains("\"event\":\"run-finished\"", StringComparison.Ordinal));
    }

    /// <summary>Each row as its columns with a space between.</summary>
    public async Task<List<string>> QueryAsync(string sql)
    {
        var rows = new List<string>();
        await using var source = NpgsqlDataSource.Create(Text(admin));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>Every step with what the command says of it.</summary>
    public async Task<IReadOnlyList<string>> MarksAsync()
    {
        var result = await PlanRunnerProcess.RunAsync(Folder, "status", "plan.yaml", "--env", "here", "--output", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        return [.. json.RootElement.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("path").GetString()} {s.GetProperty("status").GetString()}")];
    }

    /// <summary>Drops the database.</summary>
    public Task DropAsync() => ExecuteAsync(admin with { Database = "postgres" }, $"DROP DATABASE \"{database.Database}\" WITH (FORCE)");

    public async ValueTask DisposeAsync()
    {
        if (wire is not null)
            await wire.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<ProcessResult> LoggedAsync(string what, Task<ProcessResult> running)
    {
        var result = await running;
        Log += $"--- {what}: exit {result.ExitCode}\n{result.Error}{result.Output}";
        return result;
    }

    private static async Task ExecuteAsync(ConnectionSettings to, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Text(to));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Text(ConnectionSettings settings) =>
        $"Host={settings.Host};Port={settings.Port};Database={settings.Database};Username={settings.Username};Password={settings.Password};SSL Mode=VerifyFull;Root Certificate={settings.RootCertificate};Pooling=false";
}
