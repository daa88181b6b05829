using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>What came into servers' logs since a point: of given transactions, and of everybody.</summary>
internal sealed record ServerChanges(long? WalBytes, long ServerWalBytes, IReadOnlyList<EvidenceRows> Rows, IReadOnlyList<string> NewFiles);
