using PlanRunner.Source;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>A server that a sandbox is to have.</summary>
/// <param name="Connection">The connection that leads to it.</param>
/// <param name="Major">Null takes the newest of the machine's programs.</param>
/// <param name="Image">The image of its container; null runs the machine's programs.</param>
internal sealed record ServerOrder(string Connection, int? Major, string? Image, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Where it was ordered.</summary>
    public Place? Place { get; init; }

    /// <summary>Where each of the settings is written.</summary>
    public IReadOnlyDictionary<string, Place> SettingPlaces { get; init; } = new Dictionary<string, Place>();

    /// <summary>No connection without TLS.</summary>
    public bool TlsOnly { get; init; } = true;
}
