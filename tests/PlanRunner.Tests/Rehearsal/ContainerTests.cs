using System.Diagnostics;
using System.Net.Sockets;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Containers;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

/// <summary>Servers in containers of a real Docker engine.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ContainerTests : IDisposable
{
    private const string NoEngine = "unix:///no/engine/here.sock";
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-test-containers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [ContainerFact]
    public async Task Servers_of_two_versions_stop_start_again_with_what_they_hold_and_leave_nothing()
    {
        var settings = new Dictionary<string, string> { ["wal_level"] = "logical" };
        var started = await SandboxServers.StartAsync(
            folder,
            [Order("source", 15, settings), Order("target", 18, settings)],
            null,
            default
        );
        Assert.Equal([15, 18], started.Values.Select(server => server.Major));
        Assert.All(started.Values, server => Assert.StartsWith($"{server.Major}.", server.Version, StringComparison.Ordinal));
        await PostgresFixture.SqlAsync(started["source"].Superuser(), "CREATE TABLE kept (a int)", "INSERT INTO kept VALUES (7)");

        // From one server to the other by the very address that leads there from here, TLS checked.
        var to = started["source"].Superuser();
        var link =
            $"host={to.Host} port={to.Port} user=postgres password={to.Password} dbname=postgres sslmode=verify-full sslrootcert={to.RootCertificate}";
        Assert.Equal(
            "7",
            await PostgresFixture.SqlAsync(
                started["target"].Superuser(),
                "CREATE EXTENSION dblink",
                $"SELECT a FROM dblink('{link}', 'SELECT a FROM kept') AS t(a int)"
            )
        );
        Assert.DoesNotContain(CommandLines(), line => line.Contains(to.Password!, StringComparison.Ordinal));

        await Task.WhenAll(started.Values.Select(server => server.StopAsync(PostgresStop.Fast, default)));
        Assert.Equal([false, false, false], await RunningAsync(folder));
        var again = SandboxServers.Open(folder);
        Assert.Equal(["source", "target"], again.Keys.Order(StringComparer.Ordinal));
        foreach (var server in again.Values)
            await server.EnsureRunningAsync(default);
        Assert.Equal([true, true, true], await RunningAsync(folder));
        Assert.Equal("7", await PostgresFixture.SqlAsync(again["source"].Superuser(), "SELECT a FROM kept"));
        await SandboxServers.RemoveAsync(folder);
        Assert.Empty(await ContainersAsync(folder));
    }

    [ContainerFact]
    public async Task What_a_killed_rehearsal_left_is_removed_by_the_next()
    {
        WritePlan("sandbox: { image: 'postgres:15', database: d, username: postgres }", "work: { command: [sleep, '1000'] }");
        var temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        using var process = PlanRunnerProcess.StartProgram(
            folder,
            "env",
            [$"TMPDIR={temporary}", .. PlanRunnerProcess.Command, "rehearse", folder, "--yes"]
        );
        var sandbox = await SandboxIn(temporary, process);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.Equal([true, true], await RunningAsync(sandbox));

        var next = await RunAsync(
            new Dictionary<string, string?> { ["TMPDIR"] = temporary },
            "rehearse",
            folder,
            "--yes",
            "--setup-only",
            "--sandbox",
            Path.Combine(folder, "next")
        );
        Assert.True(next.Ok, next.Error);
        Assert.Empty(await ContainersAsync(sandbox));
        Assert.False(Directory.Exists(sandbox));
        await SandboxOwner.RemoveAsync(Path.Combine(folder, "next"));
    }

    [ContainerFact]
    public async Task An_engine_that_is_gone_when_the_sandbox_is_removed_is_told_with_what_it_still_has()
    {
        WritePlan("sandbox: { image: 'postgres:15', database: d, username: postgres }", "work: { command: ['true'] }");
        var sandbox = Path.Combine(folder, "sandbox");
        var made = await RunAsync([], "rehearse", folder, "--yes", "--setup-only", "--sandbox", sandbox);
        Assert.True(made.Ok, made.Error);
        var names = (await ContainersAsync(sandbox)).Order(StringComparer.Ordinal).ToList();
        var gone = await RunAsync(
            new Dictionary<string, string?> { ["DOCKER_HOST"] = NoEngine },
            "rehearse",
            folder,
            "--sandbox",
            sandbox,
            "--remove"
        );
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("error PR7013: the Docker engine did not stop or remove", gone.Error, StringComparison.Ordinal);
        Assert.All(
            names,
            name =>
                Assert.Contains(
                    name,
                    gone.Error[gone.Error.IndexOf("docker rm --force --volumes", StringComparison.Ordinal)..],
                    StringComparison.Ordinal
                )
        );
        Assert.True((await RunAsync([], "rehearse", folder, "--sandbox", sandbox, "--remove")).Ok);
        Assert.Empty(await ContainersAsync(sandbox));
    }

    [ContainerFact]
    public async Task An_image_that_cannot_be_had_and_a_setting_that_a_server_refuses_are_told_at_their_places()
    {
        WritePlan("sandbox: { image: 'registry.invalid/postgres:15', database: d, username: postgres }", "work: { command: ['true'] }");
        var missing = await RunAsync([], "rehearse", folder, "--yes");
        Assert.Matches(
            @"rehearsal\.yaml:3:27: error PR7012: the image registry\.invalid/postgres:15 is not here and cannot be pulled: ",
            missing.Error
        );
        WritePlan(
            "sandbox: { image: 'postgres:15', database: d, username: postgres, settings: { wal_levl: logical } }",
            "work: { command: ['true'] }"
        );
        var refused = await RunAsync([], "rehearse", folder, "--yes");
        Assert.Matches(@"rehearsal\.yaml:3:87: error PR7014: the server of ""db"" refuses the setting wal_levl: 'logical'", refused.Error);
        Assert.Contains("unrecognized configuration parameter \"wal_levl\"", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoEngine, "no Docker engine answers at unix:///no/engine/here.sock: ")]
    [InlineData("here", "DOCKER_HOST is \"here\", which is not an address of a Docker engine")]
    public async Task Without_an_engine_it_is_told_what_to_do(string host, string told)
    {
        WritePlan("sandbox: { major: 15, database: d, username: postgres }", "work: { command: ['true'] }");
        var result = await RunAsync(
            new Dictionary<string, string?> { ["DOCKER_HOST"] = host },
            "rehearse",
            folder,
            "--yes",
            "--containers"
        );
        Assert.Contains($"error PR7010: {told}", result.Error, StringComparison.Ordinal);
        Assert.Contains("leave out --containers", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_takes_connections_and_never_answers_is_not_waited_for()
    {
        WritePlan("sandbox: { image: 'postgres:15', database: d, username: postgres }", "work: { command: ['true'] }");
        var address = Path.Combine(folder, "mute.sock");
        using var mute = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        mute.Bind(new UnixDomainSocketEndPoint(address));
        mute.Listen();
        var result = await RunAsync(new Dictionary<string, string?> { ["DOCKER_HOST"] = $"unix://{address}" }, "rehearse", folder, "--yes");
        Assert.Contains(
            $"error PR7010: the Docker engine at unix://{address} gives no answer in 10 s",
            result.Error,
            StringComparison.Ordinal
        );
    }

    private static ServerOrder Order(string connection, int major, IReadOnlyDictionary<string, string> settings) =>
        new(connection, major, SandboxImage.Official(major), settings);

    private static IReadOnlyList<string> CommandLines() =>
        [.. Process.GetProcesses().Select(process => Path.Combine("/proc", $"{process.Id}", "cmdline")).Where(File.Exists).Select(Read)];

    // A process may end meanwhile.
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    internal static async Task<IReadOnlyList<string>> ContainersAsync(string sandbox)
    {
        using var engine = await DockerEngine.ConnectAsync(default);
        var found = await engine.FindAsync(new Dictionary<string, string> { [ContainerRecipes.FolderLabel] = sandbox }, default);
        return [.. found.Select(container => container.Name)];
    }

    private static async Task<IReadOnlyList<bool>> RunningAsync(string sandbox)
    {
        using var engine = await DockerEngine.ConnectAsync(default);
        var states = new List<bool>();
        foreach (var name in await ContainersAsync(sandbox))
            states.Add((await engine.StateAsync(name, default))!.Running);
        return states;
    }

    // Once it is filled, the plan's step is what it stands at.
    private static async Task<string> SandboxIn(string temporary, Process process)
    {
        while (true)
        {
            Assert.False(process.HasExited, process.HasExited ? await PlanRunnerProcess.EndAsync(process) : "");
            if (
                Directory.EnumerateFiles(temporary, "state.jsonl", SearchOption.AllDirectories).FirstOrDefault() is { } state
                && File.ReadAllText(state).Contains("\"started\"", StringComparison.Ordinal)
            )
                return Path.GetDirectoryName(state)!;
            await Task.Delay(50);
        }
    }

    private Task<ProcessResult> RunAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        PlanRunnerProcess.RunAsync(folder, environment, arguments);

    private void WritePlan(string connection, string answer)
    {
        File.WriteAllText(
            Path.Combine(folder, "plan.yaml"),
            "plan: small\nversion: 1\nconnections: { db: {} }\nsteps:\n  - id: work\n    manual: { instructions: Work. }\n"
        );
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        File.WriteAllText(
            Path.Combine(folder, "environments", "rehearsal.yaml"),
            $"environment: rehearsal\nconnections:\n  db: {{ {connection} }}\nmanual: {{ {answer} }}\n"
        );
    }
}
