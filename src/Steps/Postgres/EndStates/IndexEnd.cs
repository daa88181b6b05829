using PlanRunner.Sql.Rules;

namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>CREATE INDEX [CONCURRENTLY]: an index is the same whoever built it, as long as it is valid and its definition is that of the plan.</summary>
internal sealed class IndexEnd(IndexDefinition wanted) : EndState
{
    private const string Table = "pg_catalog.to_regclass($1::text)";

    private const string OfName = $"""
        FROM pg_catalog.pg_class t JOIN pg_catalog.pg_class c ON c.relnamespace = t.relnamespace AND c.relname = $2::name
          LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE t.oid = {Table}
        """;

    // One that nobody named: what was not there before it was sent.
    private const string New = $"""
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE i.indrelid = {Table} AND NOT i.indexrelid::text = ANY (pg_catalog.string_to_array($2::text, ' '))
        """;

    private const string Columns =
        $"SELECT c.oid::text, pg_catalog.format('%I.%I', n.nspname, c.relname), (c.relkind IN ('i', 'I'))::text, COALESCE(i.indrelid = {Table}, false)::text, COALESCE(i.indisvalid, false)::text ";

    public override string Settles =>
        wanted.Name is { } name
            ? $"pg_index shows {name}, valid and of this definition; an invalid one that this step left is dropped concurrently and built again"
            : "pg_index shows a new index on the table, valid and of this definition; an invalid one that this step left is dropped concurrently and built again";

    public override async Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) =>
        await ValueAsync(
            session,
            $"SELECT pg_catalog.string_agg(indexrelid::text, ' ' ORDER BY indexrelid) FROM pg_catalog.pg_index WHERE indrelid = {Table}",
            [wanted.Table],
            cancellationToken
        ) ?? "";

    public override async Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        var absent = new EndAnswer.NotDone($"index {wanted.Name ?? $"on {wanted.Table}"} is not there");
        if (wanted.Name is null && before is null)
            return absent;
        var found = wanted.Name is { } name
            ? await session.RunAsync(Columns + OfName, [wanted.Table, name], 1, cancellationToken)
            : await session.RunAsync(Columns + New, [wanted.Table, before!], 100, cancellationToken);
        foreach (var row in found.Rows)
        {
            var answer = await JudgeAsync(session, row, before, cancellationToken);
            if (wanted.Name is not null || answer is EndAnswer.Done or EndAnswer.Left)
                return answer;
        }

        return absent;
    }

    private async Task<EndAnswer> JudgeAsync(Session session, string?[] row, string? before, CancellationToken cancellationToken)
    {
        var (oid, shown) = (row[0]!, row[1]!);
        if (row[2] != "true")
            return new EndAnswer.InTheWay($"{shown} is there, and is no index", "give the index another name");
        if (row[3] != "true")
            return new EndAnswer.InTheWay($"index {shown} is there, on another table than {wanted.Table}", "give the index another name");
        var (definition, difference) = await new IndexComparison(session, wanted).OfAsync(oid, cancellationToken);
        if (difference is not null)
        {
            return new EndAnswer.InTheWay(
                $"index {shown} is there, and its definition is another one: {difference}. It is: {definition}",
                $"give the index another name, or drop that one first: DROP INDEX CONCURRENTLY {shown}"
            );
        }

        if (row[4] == "true")
            return new EndAnswer.Done($"index {shown} is there, valid and of this definition");
        // An index of that name may have been begun by somebody else since this step was cut off.
        if (await BuilderAsync(session, oid, anyOfTable: false, cancellationToken) is { } pid)
            return new EndAnswer.InTheWay(
                $"index {shown} is being built by another session (backend {pid})",
                "wait for its end, then apply again"
            );
        var drop = $"DROP INDEX CONCURRENTLY {shown}";
        if (before is not null && !before.Split(' ').Contains(oid))
            return new EndAnswer.Left(
                $"index {shown} is there and invalid, left by this step",
                "dropped concurrently, then built again",
                [drop]
            );
        return new EndAnswer.InTheWay(
            $"index {shown} is there and invalid: its build failed or was cut off, and it was not this step's",
            $"it serves no query and costs every write; drop it, then apply again: {drop}"
        );
    }
}
