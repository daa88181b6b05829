namespace PlanRunner.Runner.Environments;

/// <summary>What a rehearsal starts, fills and works on.</summary>
internal sealed record SandboxSettings(IReadOnlyDictionary<string, SandboxCluster> Clusters, WorkloadSettings? Workload)
{
    /// <summary>One names an image. The servers must reach each other, so then all run in containers.</summary>
    public bool NamesImage => Clusters.Values.Any(cluster => cluster.Image is not null);

    /// <summary>The same in containers: where a major is named, or nothing, of the official image.</summary>
    public SandboxSettings InContainers() =>
        this with
        {
            Clusters = Clusters.ToDictionary(
                c => c.Key,
                c => c.Value with { Image = c.Value.Image ?? SandboxImage.Official(c.Value.Major) },
                StringComparer.Ordinal
            ),
        };
}
