using System.Text.Json;
using PlanRunner.Sql.Rules;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>
/// Says how an index differs from what a plan says. Postgres itself reads the expressions, those of the index and those of the plan:
/// what EXPLAIN writes of both is compared, so it does not matter how they are written.
/// </summary>
internal sealed class IndexComparison(Session session, IndexDefinition wanted)
{
    private const string Find = """
        SELECT pg_catalog.pg_get_indexdef(i.indexrelid), COALESCE(s.spcname, '')::text,
          (SELECT pg_catalog.string_agg(o.opcname, ' ' ORDER BY k.n) FROM pg_catalog.unnest(i.indclass) WITH ORDINALITY k(id, n) JOIN pg_catalog.pg_opclass o ON o.oid = k.id),
          (SELECT pg_catalog.string_agg(COALESCE(l.collname, '-'), ' ' ORDER BY k.n) FROM pg_catalog.unnest(i.indcollation) WITH ORDINALITY k(id, n) LEFT JOIN pg_catalog.pg_collation l ON l.oid = k.id)
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
          LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = COALESCE(NULLIF(c.reltablespace, 0), (SELECT dattablespace FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
        WHERE i.indexrelid = $1::oid
        """;

    /// <summary>The definition of the index, and in what it differs; null where in nothing.</summary>
    public async Task<(string Definition, string? Difference)> OfAsync(string oid, CancellationToken cancellationToken)
    {
        var result = await session.RunAsync(Find, [oid], 1, cancellationToken);
        if (result.Rows is not [[{ } definition, { } tablespace, var classes, var collations]])
            return ("", "it is gone");
        if (IndexDefinition.Read(definition) is not { } there)
            return (definition, "it cannot be compared");
        var difference =
            Plain(there, tablespace)
            ?? Keys(there, (classes ?? "").Split(' '), (collations ?? "").Split(' '))
            ?? await ExpressionsAsync(there, cancellationToken);
        return (definition, difference);
    }

    private string? Plain(IndexDefinition there, string tablespace)
    {
        if (there.Unique != wanted.Unique)
            return there.Unique ? "it is unique" : "it is not unique";
        if (there.Method != wanted.Method)
            return $"its method is {there.Method}";
        if (there.Elements.Count != wanted.Elements.Count)
            return $"it has {there.Elements.Count} keys";
        if (!there.Included.SequenceEqual(wanted.Included, StringComparer.Ordinal))
            return there.Included.Count == 0 ? "it has no included columns" : $"it includes {string.Join(", ", there.Included)}";
        if (there.NullsNotDistinct != wanted.NullsNotDistinct)
            return $"its nulls are {(there.NullsNotDistinct ? "not " : "")}distinct";
        if (!there.Options.SequenceEqual(wanted.Options, StringComparer.Ordinal))
            return there.Options.Count == 0
                ? "it has no storage parameters"
                : $"its storage parameters are {string.Join(", ", there.Options)}";
        if (wanted.Tablespace is { } space && space != tablespace)
            return $"its tablespace is {tablespace}";
        return (there.Where is null) != (wanted.Where is null)
            ? there.Where is null
                ? "it has no WHERE"
                : $"it is only for rows WHERE {there.Where}"
            : null;
    }

    private string? Keys(IndexDefinition there, string[] classes, string[] collations)
    {
        for (var i = 0; i < wanted.Elements.Count; i++)
        {
            var (found, should) = (there.Elements[i], wanted.Elements[i]);
            var key = $"its key {found.Text}";
            if (found.Column is not null && should.Column is not null && found.Column != should.Column)
                return $"{key} is another column";
            if ((found.Descending, found.NullsFirst) != (should.Descending, should.NullsFirst))
                return $"{key} is sorted {(found.Descending ? "descending" : "ascending")}, nulls {(found.NullsFirst ? "first" : "last")}";
            // Written out by Postgres only if it is not the column's default.
            if (should.Class is null ? found.Class is not null : should.Class != classes.ElementAtOrDefault(i))
                return $"{key} has the operator class {classes.ElementAtOrDefault(i)}";
            if (found.ClassOptions != should.ClassOptions)
                return $"{key} has the operator class options {found.ClassOptions ?? "of its default"}";
            if (should.Collation is null ? found.Collation is not null : should.Collation != collations.ElementAtOrDefault(i))
                return $"{key} has the collation {collations.ElementAtOrDefault(i)}";
        }

        return null;
    }

    private async Task<string?> ExpressionsAsync(IndexDefinition there, CancellationToken cancellationToken)
    {
        var pairs = there
            .Elements.Zip(wanted.Elements)
            .Where(pair => pair.First.Column is null || pair.Second.Column is null)
            .Select(pair => (Is: pair.First.Text, Should: pair.Second.Text))
            .ToList();
        if (there.Where is not null && wanted.Where is not null)
            pairs.Add((there.Where, wanted.Where));
        if (pairs.Count == 0)
            return null;
        try
        {
            var found = await ReadAsync(there.Table, pairs.Select(pair => pair.Is), cancellationToken);
            var meant = await ReadAsync(there.Table, pairs.Select(pair => pair.Should), cancellationToken);
            for (var i = 0; i < pairs.Count; i++)
            {
                if (found.ElementAtOrDefault(i) != meant.ElementAtOrDefault(i))
                    return $"it has {pairs[i].Is} where the plan has {pairs[i].Should}";
            }

            return null;
        }
        catch (PostgresFailureException failure) when (!failure.ConnectionLost)
        {
            return $"its expressions cannot be compared with the plan's: {failure.Diagnostic.Message}";
        }
    }

    private async Task<List<string?>> ReadAsync(string table, IEnumerable<string> expressions, CancellationToken cancellationToken)
    {
        var list = string.Join(", ", expressions.Select(expression => $"({expression}\n)"));
        var plan = await EndState.ValueAsync(
            session,
            $"EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT {list} FROM ONLY {table}",
            [],
            cancellationToken
        );
        using var json = JsonDocument.Parse(plan ?? "[]");
        return [.. json.RootElement[0].GetProperty("Plan").GetProperty("Output").EnumerateArray().Select(output => output.GetString())];
    }
}
