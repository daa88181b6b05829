using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Rehearsal.Proof;

/// <summary>A table on both sides: rows, and a checksum over all of them that does not depend on their order.</summary>
internal sealed record ComparedTable(string Name, TableContents? Source, TableContents? Target)
{
    public bool Equal => Source is not null && Source == Target;
}

/// <summary>What is in a table.</summary>
internal sealed record TableContents(long Rows, string Sum);

/// <summary>
/// Compares every table of the source, frozen since the cutover, with the target as it was just before the application's first
/// write there: the workload has kept a snapshot of that moment.
/// </summary>
internal sealed class TableComparison(Sessions sessions, string source, string target, string snapshot)
{
    // Columns go by their names: the order of a table that inherits is not kept by a dump.
    private const string Tables = """
        SELECT pg_catalog.format('%I.%I', n.nspname, c.relname),
               (SELECT pg_catalog.string_agg(pg_catalog.format('r.%I', a.attname), ', ' ORDER BY a.attname COLLATE "C")
                FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
          AND n.nspname NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
          AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 1
        """;

    private static readonly IReadOnlyDictionary<string, string> Settings = PortableText.Compared(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["search_path"] = "", ["statement_timeout"] = "0" }
    );

    public async Task<IReadOnlyList<ComparedTable>> RunAsync(CancellationToken cancellationToken)
    {
        // Both sides at once: each has a processor of its own to use.
        var both = await Task.WhenAll(ReadAsync(source, null, cancellationToken), ReadAsync(target, snapshot, cancellationToken));
        return
        [
            .. both[0]
                .Keys.Union(both[1].Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new ComparedTable(name, both[0].GetValueOrDefault(name), both[1].GetValueOrDefault(name))),
        ];
    }

    private async Task<Dictionary<string, TableContents>> ReadAsync(string connection, string? asOf, CancellationToken cancellationToken)
    {
        await using var session = await sessions.OpenAsync(connection, new StepPath("proof"), Settings, null, null, cancellationToken);
        await session.RunAsync("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", [], 0, cancellationToken);
        if (asOf is not null)
            await session.RunAsync(
                $"SET TRANSACTION SNAPSHOT '{asOf.Replace("'", "''", StringComparison.Ordinal)}'",
                [],
                0,
                cancellationToken
            );
        var result = new Dictionary<string, TableContents>(StringComparer.Ordinal);
        foreach (var row in (await session.RunAsync(Tables, [], int.MaxValue, cancellationToken)).Rows)
        {
            var sums = await session.RunAsync(
                $"SELECT count(*), coalesce(sum(pg_catalog.hashtextextended(ROW({row[1]})::text, 0)::numeric), 0) FROM ONLY {row[0]} AS r",
                [],
                1,
                cancellationToken
            );
            result[row[0]!] = new TableContents(
                long.Parse(sums.Rows[0][0]!, System.Globalization.CultureInfo.InvariantCulture),
                sums.Rows[0][1]!
            );
        }

        return result;
    }
}
