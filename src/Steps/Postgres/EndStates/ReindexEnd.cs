namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>
/// REINDEX … CONCURRENTLY: every index gets a new one in its place. Interrupted, an invalid one with the suffix _ccnew or _ccold is left.
/// </summary>
/// <param name="kind">INDEX, TABLE, SCHEMA or DATABASE.</param>
/// <param name="name">Of it; null for a database.</param>
internal sealed class ReindexEnd(string kind, string? name) : EndState
{
    /// <summary>A longer picture is not worth its place in the journal: then it runs again.</summary>
    private const int MostIndexes = 2000;

    private const string Tree =
        "(SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1::text)) UNION SELECT pg_catalog.to_regclass($1::text))";

    // Of a named index all of its table, because its new one has no known name. Catalogs and temporary tables are skipped.
    private string Indexes =>
        $"""
            SELECT i.indexrelid::text, i.indisvalid::text, pg_catalog.format('%I.%I', n.nspname, c.relname), c.relname::text,
              (NOT i.indisexclusion AND {Wanted})::text
            FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i' AND c.relpersistence <> 't'
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
            WHERE t.oid >= 16384 AND {Scope} ORDER BY 1
            """;

    private string Wanted => kind == "INDEX" ? $"i.indexrelid IN {Tree}" : "true";

    private string Scope =>
        kind switch
        {
            "INDEX" => $"i.indrelid IN (SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid IN {Tree})",
            "TABLE" => OfTables($"{Tree}"),
            "SCHEMA" => OfTables(
                "(SELECT o.oid FROM pg_catalog.pg_class o JOIN pg_catalog.pg_namespace s ON s.oid = o.relnamespace WHERE s.nspname = $1::text)"
            ),
            _ => "$1::text IS NOT NULL",
        };

    public override string Settles =>
        "pg_index shows a new index in place of each; leftovers with the suffix _ccnew or _ccold that did not exist before are dropped concurrently, and it runs again";

    public override async Task<string?> PictureAsync(Session session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        return found.Count > MostIndexes
            ? null
            : string.Join(' ', found.Select(index => $"{index.Oid}{(index.Valid ? "" : "-")}{(index.Wanted ? "" : "*")}"));
    }

    public override async Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        if (before is null)
            return new EndAnswer.NotDone("REINDEX CONCURRENTLY can safely run twice");
        var old = before.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var now = await FindAsync(session, cancellationToken);
        var left = now.Where(index => !index.Valid && HasSuffix(index.Name) && !old.Any(o => o.TrimEnd('*') == $"{index.Oid}-")).ToList();
        if (left.Count > 0)
        {
            if (await BuilderOfAnyAsync(session, left.Select(index => index.Oid), cancellationToken) is { } pid)
                return new EndAnswer.InTheWay(
                    $"invalid index {left[0].Shown} may be under construction by another session (backend {pid})",
                    "wait for it to finish, then apply again"
                );
            var names = string.Join(", ", left.Select(index => index.Shown));
            return new EndAnswer.Left(
                $"invalid index {names}, left by this step",
                "dropped concurrently, then it runs again",
                [.. left.Select(index => $"DROP INDEX CONCURRENTLY IF EXISTS {index.Shown}")]
            );
        }

        var wanted = old.Where(o => !o.Contains('*', StringComparison.Ordinal) && !o.EndsWith('-')).ToList();
        var anew = now.Count(index => index is { Valid: true, Wanted: true } && !old.Any(o => o.TrimEnd('*', '-') == index.Oid));
        return wanted.Count > 0 && anew >= wanted.Count && !wanted.Exists(o => now.Exists(index => index.Oid == o))
            ? new EndAnswer.Done(wanted.Count == 1 ? "the index was rebuilt" : $"all {wanted.Count} indexes were rebuilt")
            : new EndAnswer.NotDone("not every index was rebuilt");
    }

    private static async Task<string?> BuilderOfAnyAsync(Session session, IEnumerable<string> indexes, CancellationToken cancellationToken)
    {
        foreach (var oid in indexes)
        {
            if (await BuilderAsync(session, oid, anyOfTable: true, cancellationToken) is { } pid)
                return pid;
        }

        return null;
    }

    private static bool HasSuffix(string relation)
    {
        var stem = relation.TrimEnd("0123456789".ToCharArray());
        return stem.EndsWith("_ccnew", StringComparison.Ordinal) || stem.EndsWith("_ccold", StringComparison.Ordinal);
    }

    private static string OfTables(string tables) =>
        $"(t.oid IN {tables} OR t.oid IN (SELECT o.reltoastrelid FROM pg_catalog.pg_class o WHERE o.oid IN {tables} AND o.reltoastrelid <> 0))";

    private async Task<List<(string Oid, bool Valid, string Shown, string Name, bool Wanted)>> FindAsync(
        Session session,
        CancellationToken cancellationToken
    )
    {
        var result = await session.RunAsync(Indexes, [name ?? ""], MostIndexes + 1, cancellationToken);
        return [.. result.Rows.Select(row => (row[0]!, row[1] == "true", row[2]!, row[3]!, row[4] == "true"))];
    }
}
