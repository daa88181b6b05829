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

    // An unnamed one: what did not exist before it was sent.
    private const string New = $"""
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE i.indrelid = {Table} AND NOT i.indexrelid::text = ANY (pg_catalog.string_to_array($2::text, ' '))
        """;

    private const string Columns =
        $"SELECT c.oid::text, pg_catalog.format('%I.%I', n.nspname, c.relname), (c.relkind IN ('i', 'I'))::text, COALESCE(i.indrelid = {Table}, false)::text, COALESCE(i.indisvalid, false)::text ";

    public override string Settles =>
        wanted.Name is { } name
            ? $"pg_index shows {name}, valid and with this definition; an invalid one left by this step is dropped concurrently and rebuilt"
            : "pg_index shows a new index on the table, valid and with this definition; an invalid one left by this step is dropped concurrently and rebuilt";

    public override async Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) =>
        await ValueAsync(
            session,
            $"SELECT pg_catalog.string_agg(indexrelid::text, ' ' ORDER BY indexrelid) FROM pg_catalog.pg_index WHERE indrelid = {Table}",
            [wanted.Table],
            cancellationToken
        ) ?? "";

    public override async Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        var absent = new EndAnswer.NotDone($"index {wanted.Name ?? $"on {wanted.Table}"} does not exist");
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
            return new EndAnswer.InTheWay($"{shown} exists and is not an index", "give the index another name");
        if (row[3] != "true")
            return new EndAnswer.InTheWay($"index {shown} exists on another table than {wanted.Table}", "give the index another name");
        var (definition, difference) = await new IndexComparison(session, wanted).OfAsync(oid, cancellationToken);
        if (difference is not null)
        {
            return new EndAnswer.InTheWay(
                $"index {shown} exists with another definition: {difference}. It is: {definition}",
                $"give the index another name, or drop that one first: DROP INDEX CONCURRENTLY {shown}"
            );
        }

        if (row[4] == "true")
            return new EndAnswer.Done($"index {shown} exists, valid and with this definition");
        // An index of that name may have been begun by somebody else since this step was interrupted.
        if (await BuilderAsync(session, oid, anyOfTable: false, cancellationToken) is { } pid)
            return new EndAnswer.InTheWay(
                $"index {shown} is being built by another session (backend {pid})",
                "wait for it to finish, then apply again"
            );
        var drop = $"DROP INDEX CONCURRENTLY {shown}";
        if (before is not null && !before.Split(' ').Contains(oid))
            return new EndAnswer.Left($"index {shown} is invalid, left by this step", "dropped concurrently, then rebuilt", [drop]);
        return new EndAnswer.InTheWay(
            $"index {shown} is invalid: its build failed or was interrupted, and it was not this step's",
            $"it speeds up no query and slows down every write; drop it, then apply again: {drop}"
        );
    }
}
