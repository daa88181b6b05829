using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A plan in a folder of its own against a database of its own, run by the real command. The environment <c>here</c> gives the
/// connections <c>db</c> and <c>other</c>, both to it, with TLS and as the database's owner, who is no superuser; where the plan
/// declares a variable <c>trap</c>, it names a file that is there at first.
/// </summary>
internal sealed partial class PlanScenario : IAsyncDisposable
{
    private readonly bool marked;
    private ConnectionSettings admin;
    private ConnectionSettings database;
    private BreakingWire? wire;

    private PlanScenario(string folder, ConnectionSettings admin, ConnectionSettings database, bool marked)
    {
        Folder = folder;
        this.admin = admin;
        this.marked = marked;
        this.database = database;
    }

    public string Folder { get; }

    public string Trap => Path.Combine(Folder, "trap");

    /// <summary>All that the command said so far.</summary>
    public string Log { get; private set; } = "";

    public string StatePath => Directory.EnumerateFiles(Path.Combine(Folder, ".planrunner"), "*.state.jsonl").Single();

    /// <summary>The way to the server, once it is on one.</summary>
    public BreakingWire Wire => wire ?? throw new InvalidOperationException("the scenario is not on a wire");

    /// <summary>The database, directly.</summary>
    public ConnectionSettings Database => database;

    /// <param name="marked">With <c>markers: database</c>.</param>
    public static async Task<PlanScenario> NewAsync(PostgresCluster cluster, string name, string plan, bool marked = false)
    {
        var superuser = cluster.Superuser();
        var owner = superuser with
        {
            Database = name,
            Username = name,
            Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
        };
        await ExecuteAsync(superuser, $"CREATE ROLE \"{name}\" LOGIN PASSWORD '{owner.Password}'");
        await ExecuteAsync(superuser, $"CREATE DATABASE \"{name}\" OWNER \"{name}\"");

        var scenario = new PlanScenario(
            Directory.CreateTempSubdirectory("planrunner-scenario-").FullName,
            superuser with
            {
                Database = name,
            },
            owner,
            marked
        );
        await scenario.WritePlanAsync(plan);
        await File.WriteAllTextAsync(scenario.Trap, "");
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "password"), owner.Password);
        await scenario.LeadToAsync(superuser.Port);
        return scenario;
    }

    /// <summary>Leads the connections over a wire that can break, from the beginning on.</summary>
    public async Task<PlanScenario> OnWireAsync()
    {
        wire ??= new BreakingWire(database.Port);
        await LeadToAsync(wire.Port);
        return this;
    }

    /// <summary>Another server answers behind the same wire from now on.</summary>
    public void MoveTo(PostgresCluster cluster)
    {
        admin = cluster.Superuser(database.Database);
        database = database with { Port = cluster.Port, RootCertificate = admin.RootCertificate };
        Wire.LeadTo(cluster.Port);
    }

    /// <summary>Cuts the way to the server, until <see cref="MendWire"/>. A scenario on a wire must begin on it.</summary>
    public void SeverWire() => wire!.Sever();

    public void MendWire() => wire!.Mend();

    public async Task WritePlanAsync(string plan) => await File.WriteAllTextAsync(Path.Combine(Folder, "plan.yaml"), plan);

    /// <summary>
    /// Lets the connection lead to another port, such as that of a way to the server that breaks: not encrypted there, because it
    /// looks at what goes by.
    /// </summary>
    public async Task LeadToAsync(int port)
    {
        var plan = await File.ReadAllTextAsync(Path.Combine(Folder, "plan.yaml"));
        var tls = port == database.Port ? $"verify-full, root_certificate: {database.RootCertificate}" : "disable";
        var connection =
            $"{{ host: {database.Host}, port: {port}, database: {database.Database}, username: {database.Username}, password: password, ssl_mode: {tls}{(marked ? ", markers: database" : "")} }}";
        Directory.CreateDirectory(Path.Combine(Folder, "environments"));
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "environments", "here.yaml"),
            $$"""
            environment: here
            {{(plan.Contains("trap:", StringComparison.Ordinal) ? $"variables: {{ trap: {Trap} }}" : "")}}
            secrets: { password: { file: {{Folder}}/password } }
            connections:
              db: {{connection}}
              {{(plan.Contains("other:", StringComparison.Ordinal) ? $"other: {connection}" : "")}}
            """
        );
    }

    public Task<ProcessResult> RunAsync(string command, params string[] more) =>
        LoggedAsync(command, PlanRunnerProcess.RunAsync(Folder, [command, "plan.yaml", "--env", "here", .. more]));

    public Task<ProcessResult> ApplyAsync() => RunAsync("apply", "--yes");

    /// <summary>Runs and is killed right before or right after the line of the journal with this number.</summary>
    public Task<ProcessResult> DieAsync(bool before, int line, string command = "apply", params string[] more) =>
        LoggedAsync(
            $"{command} killed {(before ? "before" : "after")} line {line}",
            PlanRunnerProcess.RunDyingAsync(
                Folder,
                before,
                line.ToString(CultureInfo.InvariantCulture),
                [command, "plan.yaml", "--env", "here", .. more, "--yes"]
            )
        );

    /// <summary>Runs and gets a signal some time after its start; tells whether it was still there to get it.</summary>
    public async Task<(int ExitCode, bool Sent)> SignalAsync(TimeSpan after, int signal, string command, params string[] more)
    {
        using var process = PlanRunnerProcess.Start(Folder, [command, "plan.yaml", "--env", "here", .. more, "--yes"]);
        var ended = PlanRunnerProcess.EndAsync(process);
        var sent = await Task.WhenAny(ended, Task.Delay(after)) != ended && Signals.Send(process.Id, signal);
        var told = await ended;
        Log +=
            $"--- {command}, signal {signal} after {after.TotalMilliseconds:0} ms{(sent ? "" : " (too late)")}: exit {process.ExitCode}\n{told}";
        return (process.ExitCode, sent);
    }

    /// <summary>
    /// Runs and is killed when the message with this number is about to reach the server, or when it was answered. Tells whether
    /// there was such a message, and how many there were.
    /// </summary>
    public async Task<(bool Killed, int Messages)> DieOnWireAsync(
        int message,
        bool delivered,
        string command = "apply",
        params string[] more
    )
    {
        var (_, broke, messages) = await BreakOnWireAsync(
            message == 0 ? null : WireBreak.AtMessage(message, WireEnd.Kill, delivered),
            command,
            more
        );
        return (broke, messages);
    }

    /// <summary>Runs over a wire that breaks. Tells the exit code, whether it broke, and how many messages there were.</summary>
    public async Task<(int ExitCode, bool Broke, int Messages)> BreakOnWireAsync(
        WireBreak? what,
        string command = "apply",
        params string[] more
    )
    {
        // The wire stays: another address under the name of a connection is refused, as it should be. A scenario that dies on one
        // must begin on it.
        await OnWireAsync();
        wire!.Arm(what);
        using var process = PlanRunnerProcess.Start(Folder, [command, "plan.yaml", "--env", "here", .. more, "--yes"]);
        wire.Victim = process;
        var told = await PlanRunnerProcess.EndAsync(process);
        Log += $"--- {command} with {what?.ToString() ?? "a whole wire"}: exit {process.ExitCode}\n{told}";
        var result = (process.ExitCode, wire.Broke, wire.Messages);
        wire.Arm(null);
        return result;
    }

    /// <summary>
    /// Applies over the wire while it breaks, and is told of the moment. The command dies there where the wire kills it. Gives its exit
    /// code.
    /// </summary>
    public async Task<int> ApplyOnBreakingWireAsync(WireBreak what, Func<Process, Task>? onceBrokenAsync = null)
    {
        await OnWireAsync();
        Wire.Arm(what);
        using var process = PlanRunnerProcess.Start(Folder, "apply", "plan.yaml", "--env", "here", "--yes", "--verbose");
        Wire.Victim = process;
        var ending = PlanRunnerProcess.EndAsync(process);
        try
        {
            if (onceBrokenAsync is not null)
            {
                await Task.WhenAny(Wire.BrokeAsync(), ending);
                Assert.True(Wire.Broke, ending.IsCompleted ? Log + await ending : Log);
                await onceBrokenAsync(process);
            }
        }
        catch
        {
            process.Kill();
            throw;
        }
        finally
        {
            Wire.Release();
            Log += $"--- {what}: exit ";
            var told = await ending;
            Log += $"{process.ExitCode}, {(Wire.Broke ? "" : "not ")}broken\n{told}";
            Wire.Arm(null);
        }

        return process.ExitCode;
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

    /// <summary>As the plan's own role. Each row as its columns with a space between.</summary>
    public async Task<List<string>> QueryAsync(string sql)
    {
        var rows = new List<string>();
        await using var source = NpgsqlDataSource.Create(Text(database));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(
                string.Join(
                    ' ',
                    Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))
                )
            );
        return rows;
    }

    /// <summary>Runs statements in a transaction that stays open, with their locks, until the result is disposed of.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string sql)
    {
        var connection = new NpgsqlConnection(Text(database));
        await connection.OpenAsync();
        foreach (var statement in new[] { "BEGIN", sql })
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }

        return connection;
    }

    /// <summary>The journal as it stands; empty where there is none yet.</summary>
    public async Task<string> JournalAsync() =>
        !Directory.Exists(Path.Combine(Folder, ".planrunner")) ? ""
        : Directory.EnumerateFiles(Path.Combine(Folder, ".planrunner"), "*.state.jsonl").SingleOrDefault() is { } path
            ? await File.ReadAllTextAsync(path)
        : "";

    /// <summary>Waits for a condition; fails after a minute, or when what should bring it about has ended.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what, Func<bool>? ended = null, Func<string>? told = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            var over = ended?.Invoke() == true;
            Assert.True(
                !over && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(1),
                $"{(over ? "it ended before" : "a minute long it was not so that")} {what}\n{told?.Invoke()}\n{Log}\n{await JournalAsync()}"
            );
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until neither a process nor a backend is left of what was run in this folder.</summary>
    public async Task UntilNothingRunsAsync(string told = "")
    {
        await UntilAsync(
            () => Task.FromResult(!ProcessesHere().Any()),
            "no process is left that was started here",
            told: () => $"{string.Join('\n', ProcessesHere())}\n{told}"
        );
        await UntilAsync(
            async () =>
                (
                    await QueryAsync(
                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'planrunner%'"
                    )
                ).Count == 0,
            "no backend is left",
            told: () => told
        );
    }

    // By their working folder, which children inherit.
    private IEnumerable<string> ProcessesHere()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
        {
            string? line = null;
            try
            {
                if (new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget == Folder)
                    line = $"{Path.GetFileName(process)} {File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ')}";
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }

            if (line is not null)
                yield return line;
        }
    }

    /// <summary>Every step with what the command says of it.</summary>
    public async Task<IReadOnlyList<string>> MarksAsync()
    {
        var result = await PlanRunnerProcess.RunAsync(Folder, "status", "plan.yaml", "--env", "here", "--output", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        return
        [
            .. json
                .RootElement.GetProperty("steps")
                .EnumerateArray()
                .Select(s => $"{s.GetProperty("path").GetString()} {s.GetProperty("status").GetString()}"),
        ];
    }

    /// <summary>The steps that an apply has to settle first.</summary>
    public async Task<IReadOnlyList<string>> UnsettledAsync()
    {
        var result = await PlanRunnerProcess.RunAsync(Folder, "status", "plan.yaml", "--env", "here", "--output", "json");
        using var json = JsonDocument.Parse(result.Output);
        return
        [
            .. json
                .RootElement.GetProperty("steps")
                .EnumerateArray()
                .Where(s => s.GetProperty("action").GetString() == "settle")
                .Select(s => s.GetProperty("path").GetString()!),
        ];
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
        var next = $"{result.Error}\n{result.Output}".Split('\n').Where(line => line.StartsWith("next: ", StringComparison.Ordinal));
        Assert.All(next, line => Assert.True(Typed().IsMatch(line), $"this is no command that can be typed: {line}\n{Log}"));
        return result;
    }

    // One command with its words: outside of quotes nothing that a shell takes for more than a word.
    [GeneratedRegex("""^next: planrunner( ([^\s'"|&;()<>`$\\]|'[^']*'|\\'|"[^"$`]*")+)+$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Typed();

    private static async Task ExecuteAsync(ConnectionSettings to, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Text(to));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Text(ConnectionSettings settings) =>
        $"Host={settings.Host};Port={settings.Port};Database={settings.Database};Username={settings.Username};Password={settings.Password};SSL Mode=VerifyFull;Root Certificate={settings.RootCertificate};Pooling=false";
}
