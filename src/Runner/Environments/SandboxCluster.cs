using PlanRunner.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>A throwaway cluster behind one connection: of the machine's programs of a major, or in a container of an image.</summary>
internal sealed record SandboxCluster(
    string Connection,
    int? Major,
    string? Image,
    string Database,
    string Username,
    string? PasswordSecret,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<ScalarNode> Seed,
    Place Place
)
{
    /// <summary>Where each of the settings is written.</summary>
    public IReadOnlyDictionary<string, Place> SettingPlaces { get; init; } = new Dictionary<string, Place>();
}
