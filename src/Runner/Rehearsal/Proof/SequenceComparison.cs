using System.Globalization;
using System.Numerics;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Rehearsal.Proof;

/// <summary>The position of a sequence: the value that its next call returns, wrapped around where it cycles.</summary>
internal sealed record SequencePosition(string Name, BigInteger Next, bool Descends, bool Cycles);

/// <summary>Finds sequences that would give out values again on the target that the source has given out already.</summary>
internal static class SequenceComparison
{
    private const string Sequences = """
        SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), s.seqincrement, s.seqmin, s.seqmax, s.seqcycle
        FROM pg_catalog.pg_sequence s
        JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'planrunner' ORDER BY 1
        """;

    /// <summary>The number of sequences, and of each that is wrong what is wrong.</summary>
    public static async Task<(int Count, IReadOnlyList<string> Wrong)> RunAsync(
        Sessions sessions,
        string source,
        string target,
        CancellationToken cancellationToken
    )
    {
        var before = await ReadAsync(sessions, source, cancellationToken);
        var after = (await ReadAsync(sessions, target, cancellationToken)).ToDictionary(position => position.Name, StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var position in before)
        {
            if (!after.TryGetValue(position.Name, out var there))
                wrong.Add($"{position.Name} is not on the target");
            // The application has gone on since, so the target may be further; where it cycles no order is left to compare.
            else if (!position.Cycles && (position.Descends ? there.Next > position.Next : there.Next < position.Next))
                wrong.Add($"{position.Name} gives {there.Next} next on the target, the source had come to {position.Next}");
        }

        return (before.Count, wrong);
    }

    private static async Task<IReadOnlyList<SequencePosition>> ReadAsync(
        Sessions sessions,
        string connection,
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
        var positions = new List<SequencePosition>();
        foreach (var row in (await session.RunAsync(Sequences, [], int.MaxValue, cancellationToken)).Rows)
        {
            var state = (await session.RunAsync($"SELECT last_value, is_called FROM {row[0]}", [], 1, cancellationToken)).Rows[0];
            var step = Number(row[1]);
            var last = Number(state[0]);
            var next = state[1] == "t" ? last + step : last;
            positions.Add(new SequencePosition(row[0]!, next, step < 0, row[4] == "t"));
        }

        return positions;
    }

    private static BigInteger Number(string? text) => BigInteger.Parse(text!, CultureInfo.InvariantCulture);
}
