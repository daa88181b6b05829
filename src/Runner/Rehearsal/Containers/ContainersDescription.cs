using System.Text.Json;
using PlanRunner.Runner.Rehearsal.Servers;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>The containers of a sandbox, for the process that takes them up or removes them. Written before any of them is made.</summary>
/// <param name="Network">The container whose network the servers share, and which publishes their ports.</param>
/// <param name="Servers">By connection.</param>
internal sealed record ContainersDescription(string Network, string Password, IReadOnlyDictionary<string, ContainerDescription> Servers)
{
    private const string FileName = "containers.json";

    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    public static ContainersDescription? Read(string folder) =>
        IsIn(folder) ? JsonSerializer.Deserialize<ContainersDescription>(File.ReadAllText(Path.Combine(folder, FileName))) : null;

    public void Write(string folder) => PrivateFile.Write(Path.Combine(folder, FileName), JsonSerializer.Serialize(this));

    public IEnumerable<string> Names() => Servers.Values.Select(server => server.Name).Append(Network);
}

/// <summary>One server's container.</summary>
/// <param name="Version">Empty until the server has told it.</param>
internal sealed record ContainerDescription(string Name, string Image, int Port, int Major, string Version);
