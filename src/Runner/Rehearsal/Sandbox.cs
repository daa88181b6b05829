using System.Security.Cryptography;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal.Proof;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// A folder with everything of one rehearsal: its clusters, the environment to apply in, the state, the workload. Removing it
/// leaves nothing of the rehearsal on the machine.
/// </summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly SandboxDescription? description;

    private Sandbox(string folder, SandboxDescription? description, IReadOnlyDictionary<string, IPostgresServer> clusters)
    {
        Folder = folder;
        this.description = description;
        Clusters = clusters;
        Workload = new WorkloadProcess(folder);
    }

    public string Folder { get; }

    public SandboxDescription Description => description ?? throw new InvalidOperationException("the sandbox is not set up");

    public IReadOnlyDictionary<string, IPostgresServer> Clusters { get; }

    public WorkloadProcess Workload { get; }

    public string EnvironmentFile => SandboxEnvironmentFile.PathIn(Folder);

    public string StateFile => Path.Combine(Folder, "state.jsonl");

    /// <summary>Starts the clusters and fills nothing; the folder is made.</summary>
    /// <param name="settings">What to start.</param>
    /// <param name="folder">Where; null for a new folder in the temporary one.</param>
    /// <param name="tell">Progress.</param>
    /// <param name="cancellationToken">Stops it; nothing is left then.</param>
    public static async Task<Sandbox> StartAsync(
        SandboxSettings settings,
        string? folder,
        Action<string>? tell,
        CancellationToken cancellationToken
    )
    {
        folder = Path.GetFullPath(
            folder
                ?? Path.Combine(
                    Path.GetTempPath(),
                    $"{PostgresCluster.FolderPrefix}rehearsal-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}"
                )
        );
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new RehearsalException($"{folder} is not empty, and holds no sandbox", "name another folder");
        Create(folder);
        SandboxOwner.Claim(folder);
        try
        {
            var orders = settings
                .Clusters.Values.Select(cluster => new ServerOrder(cluster.Connection, cluster.Major, cluster.Image, cluster.Settings)
                {
                    Place = cluster.Place,
                    SettingPlaces = cluster.SettingPlaces,
                })
                .ToList();
            return new Sandbox(folder, null, await SandboxServers.StartAsync(folder, orders, tell, cancellationToken));
        }
        catch (Exception exception)
        {
            await SandboxOwner.RemoveAfterAsync(folder, exception);
            throw;
        }
    }

    /// <summary>A sandbox that an earlier rehearsal set up and left; its clusters are started again where they do not run.</summary>
    public static async Task<Sandbox?> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        if (SandboxDescription.Read(folder) is not { } description)
            return null;
        SandboxOwner.Claim(folder);
        var there = SandboxServers.Open(folder);
        var clusters = new Dictionary<string, IPostgresServer>(StringComparer.Ordinal);
        foreach (var (connection, home) in description.Connections)
        {
            clusters[connection] =
                there.GetValueOrDefault(home)
                ?? throw new RehearsalException($"{folder} lacks the cluster of \"{connection}\"", "begin a new rehearsal");
            await clusters[connection].EnsureRunningAsync(cancellationToken);
        }

        return new Sandbox(folder, description, clusters);
    }

    /// <summary>Notes what it is, once it is filled.</summary>
    public async Task<Sandbox> DescribeAsync(
        Plan plan,
        PlanEnvironment environment,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var databases = environment.Sandbox!.Clusters.Values.ToDictionary(c => c.Connection, c => c.Database, StringComparer.Ordinal);
        await using var sessions = Superusers(plan.Name, databases);
        var baselines = new Dictionary<string, ServerContents>(StringComparer.Ordinal);
        foreach (var connection in Clusters.Keys)
            baselines[connection] = await ServerContents.ReadAsync(sessions, connection, cancellationToken);
        var planFile = Path.Combine(plan.Folder, Path.GetFileName(plan.Source.Path));
        var made = new SandboxDescription(
            planFile,
            plan.Name,
            environment.Name,
            now,
            Clusters.Keys.ToDictionary(c => c, c => c, StringComparer.Ordinal),
            databases,
            baselines
        );
        made.Write(Folder);
        return new Sandbox(Folder, made, Clusters);
    }

    /// <summary>Superusers' sessions on every server, by connection.</summary>
    public Sessions Superusers() => Superusers(Description.Plan, Description.Databases);

    /// <summary>Superusers' sessions in a database that the plan does not know.</summary>
    public Sessions SuperusersBeside() =>
        new(Description.Plan, Clusters.ToDictionary(c => c.Key, c => c.Value.Superuser() with { Name = c.Key }, StringComparer.Ordinal));

    /// <summary>Stops all that runs in it; the folder stays, and <see cref="OpenAsync"/> starts its servers again.</summary>
    public async Task StopAsync()
    {
        await Workload.KillAsync();
        await Task.WhenAll(Clusters.Values.Select(cluster => cluster.StopAsync(PostgresStop.Fast, CancellationToken.None)));
    }

    /// <summary>Stops all that runs in it and removes it.</summary>
    public async ValueTask DisposeAsync() => await SandboxOwner.RemoveAsync(Folder);

    private Sessions Superusers(string plan, IReadOnlyDictionary<string, string> databases) =>
        new(
            plan,
            Clusters.ToDictionary(c => c.Key, c => c.Value.Superuser(databases[c.Key]) with { Name = c.Key }, StringComparer.Ordinal)
        );

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            throw new RehearsalException("rehearsals need a Unix system", "run it in WSL or a container");
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        // The servers' user must get through to its own folders, and sees nothing else: files in here are private one by one.
        var through = ServerUser.Current().Name is null ? UnixFileMode.None : UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, own | through);
    }
}
