namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>DROP INDEX CONCURRENTLY: interrupted, the index may still exist, and no longer valid.</summary>
internal sealed class DropIndexEnd(string name) : EndState
{
    private const string Find =
        "SELECT indexrelid::text, indisvalid::text FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1::text)";

    public override string Settles => "pg_index no longer shows the index; if it still exists, it is dropped again";

    public override async Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) =>
        await session.RunAsync(Find, [name], 1, cancellationToken) is { Rows: [var row] } ? $"{row[0]} {row[1]}" : "";

    public override async Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        // Any other picture is that of another statement.
        var (oid, valid) = before?.Split(' ') is [var id, "true" or "false"] picture ? (id, picture[1]) : (null, null);
        if (oid is null)
            return new EndAnswer.NotDone($"index {name} was not checked beforehand");
        var now = await session.RunAsync(
            "SELECT indisvalid::text FROM pg_catalog.pg_index WHERE indexrelid = $1::oid",
            [oid],
            1,
            cancellationToken
        );
        if (now.Rows is not [var row])
            return new EndAnswer.Done($"index {name} is gone");
        return valid == "true" && row[0] == "false"
            ? new EndAnswer.Left($"index {name} still exists and is invalid, because its drop was interrupted", "it is dropped again", [])
            : new EndAnswer.NotDone($"index {name} still exists");
    }
}
