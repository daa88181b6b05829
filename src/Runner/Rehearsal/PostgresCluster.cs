using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using PlanRunner.Runner.Rehearsal.Containers;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// A throwaway Postgres cluster on loopback: a folder of its own, a free port, the superuser <c>postgres</c> with a random
/// password, and TLS with a certificate of its own. Over the socket in its folder, which only its user can reach, the superuser
/// needs no password.
/// </summary>
internal sealed class PostgresCluster : IPostgresServer
{
    public const string FolderPrefix = "planrunner-";
    private const string DescriptionFile = "cluster.json";
    private const int LongestSocketPath = 100;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private readonly ProcessRunner processes = ProcessRunner.Default;
    private readonly ServerUser user = ServerUser.Current();
    private readonly string password;

    private PostgresCluster(PostgresBinaries binaries, string folder, string password, int port)
    {
        Binaries = binaries;
        this.password = password;
        Folder = folder;
        Port = port;
    }

    public string Folder { get; }

    public int Port { get; private set; }

    public PostgresBinaries Binaries { get; }

    public int Major => Binaries.Major;

    public string Version => Binaries.Version;

    public string LogFile => Path.Combine(Folder, "log");

    /// <summary>Signs the server's certificate; whoever connects checks it with this.</summary>
    public string RootCertificate => ServerCertificate.In(Folder).RootFile;

    public string DataFolder => Path.Combine(Folder, "data");

    private string PidFile => Path.Combine(DataFolder, "postmaster.pid");

    /// <summary>False after a stop, a kill or a crash.</summary>
    public bool IsRunning => Postmaster is { IsAlive: true };

    private OtherProcess? Postmaster
    {
        get
        {
            if (
                !File.Exists(PidFile)
                || !int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            )
                return null;
            var process = OtherProcess.Of(id);
            // After a crash the file stays, and its id may be somebody else's by now: a postmaster works in its data folder.
            var here = Path.Combine(Path.GetFileName(Folder), "data");
            return process.WorkingFolder is { } at && !at.EndsWith(here, StringComparison.Ordinal) ? null : process;
        }
    }

    /// <summary>Makes a cluster and starts it; it takes connections when this returns.</summary>
    /// <exception cref="RehearsalException">No such Postgres here, or it would not start.</exception>
    public static async Task<PostgresCluster> StartNewAsync(PostgresClusterOptions options, CancellationToken cancellationToken)
    {
        if (options.Folder is null)
            await SandboxOwner.RemoveAbandonedAsync(cancellationToken);
        var binaries =
            await PostgresBinaries.FindAsync(options.Major, ProcessRunner.Default, cancellationToken)
            ?? throw await MissingAsync(options.Major, cancellationToken);
        var folder =
            options.Folder
            ?? Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        if (Path.Exists(folder))
            throw new RehearsalException($"{folder} exists already");
        var cluster = new PostgresCluster(binaries, folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), port: 0);
        try
        {
            await cluster.CreateAsync(options, cancellationToken);
            await cluster.StartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A cluster that an earlier process made, running or not; null where the folder holds none.</summary>
    public static PostgresCluster? Open(string folder)
    {
        var file = Path.Combine(folder, DescriptionFile);
        if (!File.Exists(file) || JsonSerializer.Deserialize<Description>(File.ReadAllText(file)) is not { } description)
            return null;
        return new PostgresCluster(
            new PostgresBinaries(description.Binaries, description.Major, description.Version),
            folder,
            description.Password,
            description.Port
        );
    }

    public ConnectionSettings Superuser(string database = "postgres") =>
        new("superuser", "127.0.0.1", Port, database, "postgres")
        {
            Password = password,
            PasswordSecret = "superuser",
            SslMode = "verify-full",
            RootCertificate = RootCertificate,
            Major = Binaries.Major,
        };

    /// <summary>Starts it on its port, or on another one where that is taken before its first start.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Where nobody waits for orphans (a container without an init) Postgres takes a killed postmaster for a living one.
        if (!IsRunning)
        {
            File.Delete(PidFile);
            File.Delete(Path.Combine(Folder, $".s.PGSQL.{Port}.lock"));
        }

        var mayMove = Port == 0;
        for (var attempt = 1; ; attempt++)
        {
            if (mayMove)
                Port = FreePort.Find();
            var log = File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;
            var start = ProcessCommand.Of(
                Binaries.Program("pg_ctl"),
                "start",
                "-w",
                "-t",
                "120",
                "-s",
                "-D",
                DataFolder,
                "-l",
                LogFile,
                "-o",
                $"-p {Port}"
            );
            var result = await RunAsync(start, cancellationToken);
            if (result.Ok)
                break;
            var said = ReadLog(log);
            if (!mayMove || attempt == 5 || !said.Contains("could not bind", StringComparison.Ordinal))
                throw new RehearsalException(
                    $"Postgres {Binaries.Version} did not start: {result.Error.Trim()}\n{said}".TrimEnd(),
                    $"its log was {LogFile}"
                );
        }

        Describe();
    }

    public Task EnsureRunningAsync(CancellationToken cancellationToken) => IsRunning ? Task.CompletedTask : StartAsync(cancellationToken);

    public async Task StopAsync(PostgresStop how, CancellationToken cancellationToken)
    {
        if (Postmaster is not { } postmaster)
            return;
        Signals.Send(postmaster.Id, how == PostgresStop.Fast ? Signals.Interrupt : Signals.Quit);
        if (!await postmaster.EndsWithinAsync(StopPatience, cancellationToken))
            await KillAsync(cancellationToken);
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(PostgresStop.Fast, cancellationToken);
        await StartAsync(cancellationToken);
    }

    /// <summary>SIGKILL to every process of it, as a crash would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (Postmaster is not { } postmaster)
            return;
        // Children that outlive their parent for a moment would keep the next start from beginning.
        OtherProcess[] all = [postmaster, .. postmaster.Children()];
        foreach (var process in all)
            Signals.Send(process.Id, Signals.Kill);
        foreach (var process in all)
            await process.EndsWithinAsync(StopPatience, cancellationToken);
    }

    /// <summary>Stops it at once and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(PostgresStop.Immediate, CancellationToken.None);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private static async Task<RehearsalException> MissingAsync(int? major, CancellationToken cancellationToken)
    {
        var found = await PostgresBinaries.FindAllAsync(ProcessRunner.Default, cancellationToken);
        var there =
            found.Count == 0
                ? "no Postgres server was found here"
                : $"found: {string.Join(", ", found.Select(b => $"{b.Version} in {b.Folder}"))}";
        var containers = await DockerEngine.AnswersAsync(cancellationToken)
            ? "use --containers, as a Docker engine is running here; or "
            : "";
        return new RehearsalException(
            major is null ? there : $"Postgres {major} is needed; {there}",
            $"{containers}run scripts/setup-postgres.sh, or name the folder of its programs in PLANRUNNER_PG_BIN (separated by colons)"
        );
    }

    private async Task CreateAsync(PostgresClusterOptions options, CancellationToken cancellationToken)
    {
        CreatePrivateFolder(Folder);
        if (options.Folder is null)
            SandboxOwner.Claim(Folder);
        Describe();
        var passwordFile = Path.Combine(Folder, "password");
        await File.WriteAllTextAsync(passwordFile, password, cancellationToken);
        var certificate = ServerCertificate.Make(Folder, TimeProvider.System.GetUtcNow());
        await user.OwnAsync(Folder, processes, cancellationToken);
        if (!(await RunAsync(ProcessCommand.Of("test", "-r", passwordFile), cancellationToken)).Ok)
            throw new RehearsalException(
                $"the user {user.Name}, as whom Postgres runs, cannot reach {Folder}",
                "name a folder below one that every user may pass through, such as /tmp"
            );
        var locale = OperatingSystem.IsMacOS() ? "C" : "C.UTF-8";
        var make = ProcessCommand.Of(
            Binaries.Program("initdb"),
            "-D",
            DataFolder,
            "-U",
            "postgres",
            "--pwfile",
            passwordFile,
            "--encoding=UTF8",
            $"--locale={locale}",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            "--no-sync"
        );
        var result = await RunAsync(make, cancellationToken);
        File.Delete(passwordFile);
        if (!result.Ok)
            throw new RehearsalException($"initdb of Postgres {Binaries.Version} failed: {result.Error.Trim()}");
        await File.AppendAllTextAsync(Path.Combine(DataFolder, "postgresql.conf"), Configuration(options, certificate), cancellationToken);
        var host = options.TlsOnly ? "hostssl" : "host";
        await File.WriteAllTextAsync(
            Path.Combine(DataFolder, "pg_hba.conf"),
            $"""
            local  all          postgres                trust
            local  replication  postgres                trust
            {host}  all          all       127.0.0.1/32  scram-sha-256
            {host}  replication  all       127.0.0.1/32  scram-sha-256

            """,
            cancellationToken
        );
    }

    private string Configuration(PostgresClusterOptions options, ServerCertificate certificate)
    {
        var socketFits = Folder.Length + "/.s.PGSQL.65535".Length <= LongestSocketPath;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = socketFits ? Folder : "",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["password_encryption"] = "scram-sha-256",
            ["ssl"] = "on",
            ["ssl_cert_file"] = certificate.File,
            ["ssl_key_file"] = certificate.KeyFile,
            ["ssl_min_protocol_version"] = "TLSv1.2",
        };
        if (!options.Fsync)
        {
            settings["fsync"] = "off";
            settings["full_page_writes"] = "off";
        }

        foreach (var (name, value) in options.Settings)
            settings[name] = value;
        var lines = settings.Select(s => $"{s.Key} = '{s.Value.Replace("'", "''", StringComparison.Ordinal)}'");
        return "\n" + string.Join('\n', lines) + "\n";
    }

    private Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken) =>
        processes.RunAsync(user.Run(command with { WorkingDirectory = "/" }), cancellationToken);

    // Its own, so that a later process can take it up or remove it.
    private void Describe()
    {
        var text = JsonSerializer.Serialize(new Description(Binaries.Folder, Binaries.Major, Binaries.Version, Port, password));
        File.WriteAllText(Path.Combine(Folder, DescriptionFile), text);
    }

    private string ReadLog(long from)
    {
        if (!File.Exists(LogFile))
            return "";
        using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Min(from, file.Length);
        using var reader = new StreamReader(file);
        var lines = reader.ReadToEnd().TrimEnd().Split('\n');
        return string.Join('\n', lines[Math.Max(0, lines.Length - 20)..]);
    }

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            throw new RehearsalException("rehearsals need a Unix system", "run it in WSL or a container");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private sealed record Description(string Binaries, int Major, string Version, int Port, string Password);
}
