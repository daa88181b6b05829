using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>What a rehearsal starts, fills and works on.</summary>
public sealed record SandboxSettings(IReadOnlyDictionary<string, SandboxCluster> Clusters, WorkloadSettings? Workload);
