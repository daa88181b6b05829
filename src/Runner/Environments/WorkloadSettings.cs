using PlanRunner.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>The application that writes during a rehearsal; see docs/rehearsal.md.</summary>
internal sealed record WorkloadSettings(
    ScalarNode File,
    int Connections,
    double Rate,
    IReadOnlyDictionary<string, string> Roles,
    string Ledger,
    string Counters,
    string StartsOn,
    string? MovesTo,
    string? MovesOn,
    Place Place
);
