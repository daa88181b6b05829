using System.Text.RegularExpressions;
using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>Finds the engine as Testcontainers does, and speaks an older one's version of its interface where it knows no newer.</summary>
internal sealed partial class DockerEndpoint(IDockerEndpointAuthenticationConfiguration endpoint, Version version)
    : IDockerEndpointAuthenticationConfiguration
{
    private const string UsualAddress = "unix:///var/run/docker.sock";

    public Version Version => version;

    public Uri Endpoint => endpoint.Endpoint;

    public IAuthProvider AuthProvider => endpoint.AuthProvider;

    public DockerClientBuilder GetDockerClientBuilder(Guid sessionId = default) =>
        endpoint.GetDockerClientBuilder(sessionId).WithApiVersion(version);

    /// <summary>Null where no engine answers, with the reason.</summary>
    public static (IDockerEndpointAuthenticationConfiguration? Found, string Reason) Find()
    {
        // Asked first: a text that is no address breaks more than this.
        if (!Uri.TryCreate(Address, UriKind.Absolute, out _))
            return (null, $"DOCKER_HOST is \"{Address}\", which is not an address of a Docker engine");
        if (TestcontainersSettings.OS.DockerEndpointAuthConfig is { } usual)
            return (usual, "");
        var causes = Causes();
        var reasons = string.Join("; ", causes.Select(cause => DockerEngine.Reason(cause)).Distinct(StringComparer.Ordinal));
        return
            SupportedPattern().Match(reasons) is { Success: true } match
            && Version.TryParse(match.Groups["version"].Value, out var supported)
            ? (new DockerEndpoint(new DockerEndpointAuthenticationConfiguration(new Uri(Address)), supported), "")
            : (null, $"no Docker engine answers at {Address}{(reasons.Length == 0 ? "" : $": {reasons}")}");
    }

    /// <summary>Where it is looked for first.</summary>
    public static string Address => Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } named ? named : UsualAddress;

    // It gives the reason only if something is built. The first is about the address that comes first.
    private static IReadOnlyList<Exception> Causes()
    {
        try
        {
            new ContainerBuilder("postgres").Build();
            return [];
        }
        catch (Exception exception) when (exception is DockerUnavailableException or ArgumentException or UriFormatException)
        {
            return exception.InnerException is AggregateException { InnerExceptions: { Count: > 0 } inner }
                ? [inner[0].InnerException ?? inner[0]]
                : [exception];
        }
    }

    [GeneratedRegex(
        @"Maximum supported API version is (?<version>\d+\.\d+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SupportedPattern();
}
