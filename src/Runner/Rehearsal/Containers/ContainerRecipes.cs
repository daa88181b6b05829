using System.Text;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;
using PlanRunner.Runner.Rehearsal.Servers;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>The containers of a sandbox, ready to be made.</summary>
internal sealed class ContainerRecipes(string folder, DockerEngine engine)
{
    public const string FolderLabel = "planrunner.sandbox";
    public const string OwnerLabel = "planrunner.owner";
    public const string MachineLabel = "planrunner.machine";

    // Of the 64 MB that a container has otherwise, parallel queries want more. A limit; nothing is reserved.
    private const long SharedMemory = 1L << 30;

    public static string Machine => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The name by which the engine knows an image: with the registry that TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX names.</summary>
    public string FullName(string image) => Common(new ContainerBuilder(image), "planrunner").Build().Image.FullName;

    /// <summary>Does nothing; its network has the ports of all servers.</summary>
    public IContainer Network(string image, string name, IReadOnlyList<int> ports) =>
        Common(new ContainerBuilder(image), name)
            .WithEntrypoint("sleep")
            .WithCommand("2147483647")
            .WithCreateParameterModifier(parameters => Publish(parameters, ports))
            .Build();

    public IContainer Server(ServerOrder order, ContainersDescription description)
    {
        var described = description.Servers[order.Connection];
        var root = ServerCertificate.In(folder).RootFile;
        // Not by PostgreSqlBuilder: it publishes port 5432 of every container and waits for that, which one in another's network has not.
        return Common(new ContainerBuilder(described.Image), described.Name)
            .WithEnvironment("POSTGRES_USER", "postgres")
            .WithEnvironment("POSTGRES_PASSWORD", description.Password)
            .WithEnvironment("PGPORT", $"{described.Port}")
            .WithCommand("postgres")
            .WithResourceMapping(
                Encoding.UTF8.GetBytes(ContainerSetup.Script(folder, order, described.Port)),
                FilePath.Of(ContainerSetup.PathInside)
            )
            // By the same path as on this machine: a subscription names it.
            .WithResourceMapping(File.ReadAllBytes(root), FilePath.Of(root))
            .WithCreateParameterModifier(parameters => Join(parameters, description.Network))
            .Build();
    }

    // It is made to outlive its process where somebody wants to keep it; what a killed one leaves is removed by the next. That a container
    // runs is all that is waited for here: ContainerServer asks whether it takes connections.
    private ContainerBuilder Common(ContainerBuilder builder, string name) =>
        builder
            .WithName(name)
            .WithLogger(NullLogger.Instance)
            .WithDockerEndpoint(engine.Endpoint)
            .WithCleanUp(false)
            .WithAutoRemove(false)
            .WithLabel(FolderLabel, folder)
            .WithLabel(OwnerLabel, OtherProcess.Self.ToString())
            .WithLabel(MachineLabel, Machine);

    private static void Publish(CreateContainerParameters parameters, IReadOnlyList<int> ports)
    {
        parameters.ExposedPorts = ports.ToDictionary(port => $"{port}/tcp", _ => default(EmptyStruct), StringComparer.Ordinal);
        parameters.HostConfig!.PortBindings = ports.ToDictionary(
            port => $"{port}/tcp",
            port => (IList<PortBinding>)[new PortBinding { HostIP = "127.0.0.1", HostPort = $"{port}" }],
            StringComparer.Ordinal
        );
    }

    private static void Join(CreateContainerParameters parameters, string network)
    {
        parameters.HostConfig!.NetworkMode = $"container:{network}";
        parameters.HostConfig.ShmSize = SharedMemory;
    }
}
