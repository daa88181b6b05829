using System.Globalization;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Kinds;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Execution.Observing;

/// <summary>Asks databases, read-only, how large relations are; of partitioned tables all their partitions together.</summary>
internal sealed class RelationSizes(Sessions sessions)
{
    private const string Question = """
        SELECT given.name,
               CASE WHEN bool_or(part.reltuples >= 0) THEN sum(greatest(part.reltuples, 0))::bigint ELSE -1 END,
               coalesce(sum(pg_catalog.pg_total_relation_size(part.oid)), 0)::bigint
        FROM pg_catalog.unnest($1::text[]) AS given (name)
        CROSS JOIN LATERAL (SELECT pg_catalog.to_regclass(given.name) AS oid) AS root
        CROSS JOIN LATERAL (SELECT relid FROM pg_catalog.pg_partition_tree(root.oid) UNION SELECT root.oid) AS tree
        JOIN pg_catalog.pg_class AS part ON part.oid = tree.relid AND part.relkind IN ('r', 'm', 'i')
        GROUP BY given.name
        """;

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["lock_timeout"] = "5s",
        ["statement_timeout"] = "30s",
    };

    /// <summary>Those that are there and that the role may see.</summary>
    public async Task<IReadOnlyDictionary<(string Connection, string Relation), RelationSize>> AskAsync(
        IEnumerable<(string Connection, string Relation)> relations,
        CancellationToken cancellationToken
    )
    {
        var sizes = new Dictionary<(string, string), RelationSize>();
        foreach (var connection in relations.GroupBy(r => r.Connection, r => r.Relation, StringComparer.Ordinal))
        {
            try
            {
                await AskAsync(connection.Key, [.. connection], sizes, cancellationToken);
            }
            catch (PostgresFailureException)
            {
                // Findings without sizes weigh as much as they can: nothing is lost but a number.
            }
        }

        return sizes;
    }

    private async Task AskAsync(
        string connection,
        IReadOnlyList<string> names,
        Dictionary<(string, string), RelationSize> sizes,
        CancellationToken cancellationToken
    )
    {
        await using var session = await sessions.OpenAsync(connection, new StepPath("sizes"), Settings, null, null, cancellationToken);
        await session.BeginAsync(readOnly: true, cancellationToken);
        var array =
            "{"
            + string.Join(
                ',',
                names.Select(n =>
                    $"\"{n.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
                )
            )
            + "}";
        var result = await session.RunAsync(Question, [array], int.MaxValue, cancellationToken);
        foreach (var row in result.Rows)
            sizes[(connection, row[0]!)] = new RelationSize(
                long.Parse(row[1]!, CultureInfo.InvariantCulture),
                long.Parse(row[2]!, CultureInfo.InvariantCulture)
            );
        await session.RollbackAsync();
    }
}
