using PlanRunner.Runner.Rehearsal.Proof;
using PlanRunner.Runner.Rehearsal.Workload;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>What a rehearsal has shown, from measurements made after it.</summary>
internal sealed record RehearsalProof
{
    /// <summary>Null where there was no workload.</summary>
    public WriteProof? Writes { get; init; }

    /// <summary>Null where nothing could be compared; <see cref="NotCompared"/> says why.</summary>
    public IReadOnlyList<ComparedTable>? Tables { get; init; }

    public string? NotCompared { get; init; }

    public int Sequences { get; init; }

    public IReadOnlyList<string> WrongSequences { get; init; } = [];

    /// <summary>By connection: what the plan left on the server.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> LeftBehind { get; init; }

    public bool Ok =>
        Writes is not { Ok: false }
        && Tables?.All(table => table.Equal) != false
        && WrongSequences.Count == 0
        && LeftBehind.Values.All(left => left.Count == 0);

    /// <summary>Measures it all. The workload's clients have stopped; its process still holds the snapshot.</summary>
    public static async Task<RehearsalProof> MeasureAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        await using var sessions = sandbox.Superusers();
        var left = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (connection, baseline) in sandbox.Description.Baselines)
            left[connection] = (await ServerContents.ReadAsync(sessions, connection, cancellationToken)).Beyond(baseline);
        var proof = new RehearsalProof { LeftBehind = left, NotCompared = "there is no workload" };
        if (WorkloadPlan.Read(sandbox.Folder) is not { } workload)
            return proof;

        var moved = sandbox.Workload.HasMoved;
        var records = Enumerable.Range(0, workload.Clients).Select(client => WorkloadLog.Read(sandbox.Folder, client)).ToList();
        var home = moved ? workload.MovesTo! : workload.StartsOn;
        proof = proof with { Writes = await WriteProof.RunAsync(records, sessions, home.Connection, workload, cancellationToken) };
        if (!moved)
            return proof with { NotCompared = "the application did not move" };

        var (count, wrong) = await SequenceComparison.RunAsync(sessions, workload.StartsOn.Connection, home.Connection, cancellationToken);
        proof = proof with { Sequences = count, WrongSequences = wrong };
        if (sandbox.Workload.Snapshot is not { } snapshot)
            return proof with { NotCompared = "the snapshot of the target from before the application's first write is gone" };
        var tables = await new TableComparison(sessions, workload.StartsOn.Connection, home.Connection, snapshot).RunAsync(
            cancellationToken
        );
        return proof with { Tables = tables, NotCompared = null };
    }
}
