using System.Globalization;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Rehearsal.Proof;

/// <summary>
/// The outcome of the application's writes. Lost: acknowledged, and absent. Doubled: there more than once (the ledger has no
/// unique key that would hide it).
/// </summary>
internal sealed record WriteProof
{
    public required long Acknowledged { get; init; }

    /// <summary>COMMIT was sent and never answered; of these so many are there.</summary>
    public required long Unknown { get; init; }

    public required long UnknownThere { get; init; }

    public required long Lost { get; init; }

    public required long Doubled { get; init; }

    /// <summary>Ids in the ledger that no client ever sent.</summary>
    public required long Foreign { get; init; }

    /// <summary>Counters that lack an acknowledged increment or have one too many.</summary>
    public required IReadOnlyList<string> WrongCounters { get; init; }

    /// <summary>The longest time without an acknowledgement that a client saw at the move; null where it did not move.</summary>
    public required TimeSpan? PauseAtMove { get; init; }

    /// <summary>The longest one at any other time.</summary>
    public required TimeSpan OtherPause { get; init; }

    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    public required int Clients { get; init; }

    /// <summary>Where nothing was written, nothing is proved.</summary>
    public bool Ok => Acknowledged > 0 && Lost == 0 && Doubled == 0 && Foreign == 0 && WrongCounters.Count == 0;

    /// <param name="records">What the clients know.</param>
    /// <param name="sessions">Superusers' sessions.</param>
    /// <param name="connection">Where the application ended up.</param>
    /// <param name="plan">Names the ledger and the counters.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<WriteProof> RunAsync(
        IReadOnlyList<WorkloadRecord> records,
        Sessions sessions,
        string connection,
        WorkloadPlan plan,
        CancellationToken cancellationToken
    )
    {
        await using var session = await sessions.OpenAsync(
            connection,
            new StepPath("proof"),
            new Dictionary<string, string>(),
            null,
            null,
            cancellationToken
        );
        var ledger = new Dictionary<Guid, int>();
        foreach (
            var row in (
                await session.RunAsync($"SELECT id, count(*) FROM {plan.Ledger} GROUP BY id", [], int.MaxValue, cancellationToken)
            ).Rows
        )
            ledger[Guid.Parse(row[0]!)] = int.Parse(row[1]!, CultureInfo.InvariantCulture);
        var counters = (
            await session.RunAsync($"SELECT client, value FROM {plan.Counters}", [], int.MaxValue, cancellationToken)
        ).Rows.ToDictionary(
            row => int.Parse(row[0]!, CultureInfo.InvariantCulture),
            row => long.Parse(row[1]!, CultureInfo.InvariantCulture)
        );

        var known = records.SelectMany(record => record.Acknowledged.Select(write => write.Id).Concat(record.Unknown)).ToHashSet();
        var pauses = records.Select(record => record.LongestPauses()).ToList();
        return new WriteProof
        {
            Clients = records.Count,
            Acknowledged = records.Sum(record => (long)record.Acknowledged.Count),
            Unknown = records.Sum(record => (long)record.Unknown.Count),
            UnknownThere = records.Sum(record => (long)record.Unknown.Count(ledger.ContainsKey)),
            Lost = records.Sum(record => (long)record.Acknowledged.Count(write => !ledger.ContainsKey(write.Id))),
            Doubled = ledger.Values.LongCount(times => times > 1),
            Foreign = ledger.Keys.LongCount(id => !known.Contains(id)),
            WrongCounters = [.. records.Select(record => Counter(record, ledger, counters)).OfType<string>()],
            PauseAtMove = pauses.Max(pause => pause.AtMove),
            OtherPause = pauses.Count == 0 ? TimeSpan.Zero : pauses.Max(pause => pause.Any),
            Failures = records
                .SelectMany(record => record.Failures)
                .GroupBy(f => f.Key, StringComparer.Ordinal)
                .OrderBy(f => f.Key, StringComparer.Ordinal)
                .ToDictionary(f => f.Key, f => f.Sum(one => one.Value), StringComparer.Ordinal),
        };
    }

    // One increment for each of its transactions that is there; those of unknown outcome tell by the ledger whether they count.
    private static string? Counter(WorkloadRecord record, Dictionary<Guid, int> ledger, Dictionary<int, long> counters)
    {
        var expected = record.Acknowledged.Count + record.Unknown.Count(ledger.ContainsKey);
        var value = counters.GetValueOrDefault(record.Client, -1);
        return value == expected
            ? null
            : $"client {record.Client}: {(value < 0 ? "no row" : value)}, and {expected} increments were committed";
    }
}
