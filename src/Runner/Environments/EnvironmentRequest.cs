namespace PlanRunner.Runner.Environments;

/// <summary>What decides how an environment is bound, in addition to its file.</summary>
/// <param name="Overrides">Values given with <c>--var name=value</c>.</param>
/// <param name="ReadSecrets">False: a placeholder stands for each secret and for each connection given by a URL.</param>
/// <param name="EnvironmentVariables">Looks up a variable of the process's environment.</param>
internal sealed record EnvironmentRequest(
    IReadOnlyDictionary<string, string> Overrides,
    bool ReadSecrets,
    Func<string, string?> EnvironmentVariables
)
{
    /// <summary>The sandbox's clusters by connection, once they run; until then a placeholder stands for each.</summary>
    public IReadOnlyDictionary<string, SandboxServer> Servers { get; init; } = new Dictionary<string, SandboxServer>();

    /// <summary>Secrets that were read or generated before and must stay what they are.</summary>
    public IReadOnlyDictionary<string, string> KnownSecrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Ends what a secret's command does.</summary>
    public CancellationToken Stop { get; init; }
}
