using PlanRunner.Runner.Rehearsal.Containers;
using PlanRunner.Runner.Rehearsal.Servers;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>The servers of a folder, wherever they run: on this machine, or all in containers. Nobody else asks which.</summary>
internal static class SandboxServers
{
    /// <summary>Starts them; all take connections when this returns. Where one cannot, none is left.</summary>
    /// <param name="folder">The sandbox's folder, which is there.</param>
    /// <param name="orders">Where one has an image, all have.</param>
    /// <param name="tell">Progress.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyDictionary<string, IPostgresServer>> StartAsync(
        string folder,
        IReadOnlyList<ServerOrder> orders,
        Action<string>? tell,
        CancellationToken cancellationToken
    )
    {
        if (orders.Any(order => order.Image is not null))
            return (await ContainerGroup.StartAsync(folder, orders, tell, cancellationToken)).Servers;
        var starting = orders
            .Select(async order => (order.Connection, Server: await StartHereAsync(folder, order, cancellationToken)))
            .ToList();
        try
        {
            return (await Task.WhenAll(starting)).ToDictionary(one => one.Connection, one => one.Server, StringComparer.Ordinal);
        }
        catch
        {
            // Those that did start are removed with the folder, but not while another one still starts.
            await Task.WhenAll(starting.Select(async start => await start.ContinueWith(_ => { }, TaskScheduler.Default)));
            throw;
        }
    }

    private static async Task<IPostgresServer> StartHereAsync(string folder, ServerOrder order, CancellationToken cancellationToken)
    {
        var options = new PostgresClusterOptions
        {
            Major = order.Major,
            Folder = Path.Combine(folder, order.Connection),
            Settings = order.Settings,
            TlsOnly = order.TlsOnly,
        };
        try
        {
            return await PostgresCluster.StartNewAsync(options, cancellationToken);
        }
        catch (RehearsalException exception)
        {
            throw SettingTrouble.At(exception, order);
        }
    }

    /// <summary>Those that an earlier process left, running or not, by connection.</summary>
    public static IReadOnlyDictionary<string, IPostgresServer> Open(string folder)
    {
        var servers = new Dictionary<string, IPostgresServer>(StringComparer.Ordinal);
        if (ContainersDescription.IsIn(folder))
            return ContainerGroup.Open(folder)?.Servers ?? servers;
        foreach (var home in Directory.EnumerateDirectories(folder))
        {
            if (PostgresCluster.Open(home) is { } cluster)
                servers[Path.GetFileName(home)] = cluster;
        }

        return servers;
    }

    /// <summary>Stops and removes all that run of a folder: those of its sandbox, or of the cluster that it is.</summary>
    public static async Task RemoveAsync(string folder)
    {
        if (PostgresCluster.Open(folder) is { } own)
            await own.DisposeAsync();
        if (!Directory.Exists(folder))
            return;
        if (ContainersDescription.IsIn(folder) && ContainerGroup.Open(folder) is { } group)
            await group.DisposeAsync();
        foreach (var server in Open(folder).Values.OfType<PostgresCluster>())
            await server.DisposeAsync();
    }

    /// <summary>The folder of client programs to put first in the PATH of shell steps; null where the machine has its own.</summary>
    public static string? ProgramsIn(string folder) => ClientPrograms.In(folder);
}
