using System.Security.Cryptography;
using DotNet.Testcontainers.Containers;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Source;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>
/// The containers of one sandbox. The servers share the network of one more container, which publishes their ports on 127.0.0.1: so
/// 127.0.0.1 and a server's port lead to it from this machine and from every other server.
/// </summary>
internal sealed class ContainerGroup : IAsyncDisposable
{
    private const int Attempts = 5;
    private readonly string folder;
    private readonly Dictionary<string, ContainerServer> servers;
    private readonly Lock describing = new();
    private DockerEngine? engine;

    private ContainerGroup(string folder, ContainersDescription description)
    {
        this.folder = folder;
        Description = description;
        servers = description.Servers.Keys.ToDictionary(
            connection => connection,
            connection => new ContainerServer(this, connection),
            StringComparer.Ordinal
        );
    }

    public ContainersDescription Description { get; private set; }

    public IReadOnlyDictionary<string, IPostgresServer> Servers =>
        servers.ToDictionary(s => s.Key, s => (IPostgresServer)s.Value, StringComparer.Ordinal);

    public string RootCertificate => ServerCertificate.In(folder).RootFile;

    /// <summary>Makes the containers and starts them; every server takes connections when this returns.</summary>
    /// <param name="folder">The sandbox's folder, which is there.</param>
    /// <param name="orders">What to start; each has an image.</param>
    /// <param name="tell">Progress.</param>
    /// <param name="cancellationToken">Stops it; no container is left then.</param>
    /// <exception cref="RehearsalException">What went wrong, and what to do.</exception>
    public static async Task<ContainerGroup> StartAsync(
        string folder,
        IReadOnlyList<ServerOrder> orders,
        Action<string>? tell,
        CancellationToken cancellationToken
    )
    {
        var docker = await DockerEngine.ConnectAsync(cancellationToken);
        var group = new ContainerGroup(folder, Describe(orders)) { engine = docker };
        try
        {
            await group.StartAllAsync(new ContainerRecipes(folder, docker), docker, orders, tell, cancellationToken);
            return group;
        }
        catch (Exception exception)
        {
            await group.RemoveQuietlyAsync();
            if (exception is OperationCanceledException or RehearsalException)
                throw;
            throw DockerEngine.Failed("the containers could not be started", exception);
        }
    }

    /// <summary>What an earlier process made in a folder; null where there is nothing of that kind.</summary>
    public static ContainerGroup? Open(string folder) =>
        ContainersDescription.Read(folder) is { } description ? new ContainerGroup(folder, description) : null;

    /// <summary>Removes all containers, running or not.</summary>
    public async ValueTask DisposeAsync()
    {
        await RemoveAsync(Description.Names());
        engine?.Dispose();
    }

    public async Task RemoveAsync(IEnumerable<string> names)
    {
        try
        {
            await (await EngineAsync(CancellationToken.None)).RemoveAsync(names, CancellationToken.None);
        }
        catch (Exception exception)
        {
            throw Left(names, exception);
        }
    }

    public async Task EnsureRunningAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var docker = await EngineAsync(cancellationToken);
            foreach (var needed in new[] { Description.Network, name })
            {
                if (await docker.StateAsync(needed, cancellationToken) is not { } state)
                    throw new RehearsalException(
                        $"the container {needed} of the sandbox {folder} is gone",
                        $"begin a new rehearsal; what is left goes with: planrunner rehearse PLAN --sandbox {folder} --remove"
                    );
                if (!state.Running)
                    await docker.StartAsync(needed, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or RehearsalException))
        {
            throw DockerEngine.Failed($"the container {name} could not be started", exception);
        }
    }

    public async Task StopAsync(string name, string signal, CancellationToken cancellationToken)
    {
        try
        {
            var docker = await EngineAsync(cancellationToken);
            await docker.StopAsync(name, signal, cancellationToken);
            var others = await Task.WhenAll(Description.Servers.Values.Select(server => docker.StateAsync(server.Name, cancellationToken)));
            // Nobody needs the network any more.
            if (Array.TrueForAll(others, state => state is not { Running: true }))
                await docker.StopAsync(Description.Network, "SIGKILL", cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw Left(Description.Names(), exception);
        }
    }

    public async Task<bool> RunsAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await (await EngineAsync(cancellationToken)).StateAsync(name, cancellationToken) is { Running: true };
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or RehearsalException))
        {
            throw DockerEngine.Failed($"the container {name} could not be inspected", exception);
        }
    }

    public async Task<string> LogAsync(string name, int lines, CancellationToken cancellationToken)
    {
        try
        {
            return await (await EngineAsync(cancellationToken)).LogAsync(name, lines, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return "";
        }
    }

    private async Task StartAllAsync(
        ContainerRecipes recipes,
        DockerEngine docker,
        IReadOnlyList<ServerOrder> orders,
        Action<string>? tell,
        CancellationToken cancellationToken
    )
    {
        await RemoveOrphansAsync(docker, cancellationToken);
        ServerCertificate.Make(folder, TimeProvider.System.GetUtcNow());
        foreach (var image in orders.Select(order => order.Image!).Distinct(StringComparer.Ordinal))
        {
            if (!await docker.HasImageAsync(recipes.FullName(image), cancellationToken))
                tell?.Invoke($"Pulling {image}, which takes a while the first time …");
        }

        await StartNetworkAsync(recipes, docker, orders, cancellationToken);
        var containers = await Task.WhenAll(orders.Select(order => StartServerAsync(recipes, docker, order, cancellationToken)));
        Description.Write(folder);
        if (ClientPrograms.AreMissing)
            await ClientPrograms.TakeAsync(containers[0], servers[orders[0].Connection], folder, tell, cancellationToken);
    }

    private async Task<DockerEngine> EngineAsync(CancellationToken cancellationToken) =>
        engine ??= await DockerEngine.ConnectAsync(cancellationToken);

    private static ContainersDescription Describe(IReadOnlyList<ServerOrder> orders)
    {
        var name = $"planrunner-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        var made = orders.ToDictionary(
            order => order.Connection,
            order => new ContainerDescription($"{name}-on-{Named(order.Connection)}", order.Image!, 0, order.Major ?? 0, ""),
            StringComparer.Ordinal
        );
        return new ContainersDescription($"{name}-network", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), made);
    }

    // What a container's name may be made of.
    private static string Named(string connection) =>
        new([.. connection.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '.')]);

    // A port may be taken by somebody else before the engine has it.
    private async Task StartNetworkAsync(
        ContainerRecipes recipes,
        DockerEngine docker,
        IReadOnlyList<ServerOrder> orders,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var ports = FreePort.Find(orders.Count);
            foreach (var (order, port) in orders.Zip(ports))
                Describe(order.Connection, described => described with { Port = port });
            // Before the container is made, so that whoever finds the folder can remove it.
            Description.Write(folder);
            try
            {
                await StartAsync(recipes.Network(orders[0].Image!, Description.Network, ports), docker, orders[0], cancellationToken);
                return;
            }
            catch (RehearsalException exception) when (attempt < Attempts && IsTaken(exception.Message))
            {
                await docker.RemoveAsync([Description.Network], cancellationToken);
            }
        }
    }

    private static bool IsTaken(string message) =>
        message.Contains("port is already allocated", StringComparison.Ordinal)
        || message.Contains("address already in use", StringComparison.Ordinal)
        || message.Contains("ports are not available", StringComparison.Ordinal);

    private async Task<IContainer> StartServerAsync(
        ContainerRecipes recipes,
        DockerEngine docker,
        ServerOrder order,
        CancellationToken cancellationToken
    )
    {
        var container = recipes.Server(order, Description);
        await StartAsync(container, docker, order, cancellationToken);
        var (major, version) = await TakesConnectionsAsync(order, cancellationToken);
        Describe(order.Connection, described => described with { Major = major, Version = version });
        return container;
    }

    private async Task<(int Major, string Version)> TakesConnectionsAsync(ServerOrder order, CancellationToken cancellationToken)
    {
        try
        {
            return await servers[order.Connection].TakesConnectionsAsync(cancellationToken);
        }
        catch (RehearsalException exception)
        {
            throw SettingTrouble.At(exception, order);
        }
    }

    private void Describe(string connection, Func<ContainerDescription, ContainerDescription> change)
    {
        lock (describing)
        {
            var all = new Dictionary<string, ContainerDescription>(Description.Servers, StringComparer.Ordinal);
            all[connection] = change(all[connection]);
            Description = Description with { Servers = all };
        }
    }

    private static async Task StartAsync(IContainer container, DockerEngine docker, ServerOrder order, CancellationToken cancellationToken)
    {
        var image = container.Image.FullName;
        try
        {
            await container.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw await docker.HasImageAsync(image, cancellationToken)
                ? DockerEngine.Failed($"the container of {image} could not be started", exception)
                : NoImage(image, order, exception);
        }
    }

    private static RehearsalException NoImage(string image, ServerOrder order, Exception exception)
    {
        var help =
            order.Major is { } major && order.Image == SandboxImage.Official(major)
                ? $"try running it by hand: docker pull {image}. Behind a mirror, name it in TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX; "
                    + "or write image: in the sandbox"
                : $"correct the name, or sign in to its registry (docker login); try running it by hand: docker pull {image}";
        return new RehearsalException([
            Diagnostic.Error(
                "PR7012",
                $"the image {image} is not here and cannot be pulled: {DockerEngine.Reason(exception)}",
                order.Place,
                help
            ),
        ]);
    }

    private async Task RemoveOrphansAsync(DockerEngine docker, CancellationToken cancellationToken)
    {
        var ours = await docker.FindAsync(
            new Dictionary<string, string> { [ContainerRecipes.MachineLabel] = ContainerRecipes.Machine },
            cancellationToken
        );
        var orphans = ours.Where(container =>
            !ContainersDescription.IsIn(Label(container, ContainerRecipes.FolderLabel))
            && !OtherProcess.Parse(Label(container, ContainerRecipes.OwnerLabel)).IsAlive
        );
        await docker.RemoveAsync(orphans.Select(container => container.Name), cancellationToken);

        static string Label((string Name, IDictionary<string, string> Labels) container, string label) =>
            container.Labels.TryGetValue(label, out var value) ? value : "";
    }

    private async Task RemoveQuietlyAsync()
    {
        try
        {
            await RemoveAsync(Description.Names());
        }
        catch (RehearsalException)
        {
            // The first failure is reported; the next rehearsal removes the rest.
        }
    }

    private static RehearsalException Left(IEnumerable<string> names, Exception exception) =>
        new([
            Diagnostic.Error(
                "PR7013",
                $"the Docker engine did not stop or remove {string.Join(", ", names)}: {DockerEngine.Reason(exception)}",
                null,
                $"when it answers again: docker rm --force --volumes {string.Join(' ', names)}"
            ),
        ]);
}
