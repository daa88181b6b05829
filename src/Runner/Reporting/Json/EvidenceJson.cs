using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>What a rehearsal measured of a step.</summary>
internal sealed record EvidenceJson(double Milliseconds, long? WalBytes, long? ServerWalBytes)
{
    public required IReadOnlyList<EvidenceLock> Locks { get; init; }

    public required IReadOnlyList<EvidenceRows> Rows { get; init; }

    public required IReadOnlyList<string> NewFiles { get; init; }

    public required bool Sampled { get; init; }

    public static EvidenceJson? Of(StepEvidence? evidence) =>
        evidence is null
            ? null
            : new EvidenceJson(evidence.Milliseconds, evidence.WalBytes, evidence.ServerWalBytes)
            {
                Locks = evidence.Locks,
                Rows = evidence.Rows,
                NewFiles = evidence.NewFiles,
                Sampled = evidence.Sampled,
            };
}
