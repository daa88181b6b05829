namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>DETACH PARTITION … CONCURRENTLY: interrupted between its two transactions, the detach is pending.</summary>
internal sealed class DetachEnd(string parent, string partition) : EndState
{
    private const string Find = """
        SELECT CASE WHEN inhdetachpending THEN 'pending' ELSE 'attached' END FROM pg_catalog.pg_inherits
        WHERE inhparent = pg_catalog.to_regclass($1::text) AND inhrelid = pg_catalog.to_regclass($2::text)
        """;

    public override string Settles =>
        "pg_inherits no longer shows the partition that was attached; if its detach is pending, FINALIZE completes it";

    private string Finalize => $"ALTER TABLE {parent} DETACH PARTITION {partition} FINALIZE";

    public override async Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) =>
        await ValueAsync(session, Find, [parent, partition], cancellationToken) ?? "";

    public override async Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        var now = await ValueAsync(session, Find, [parent, partition], cancellationToken);
        if (now == "pending")
        {
            return before == "attached"
                ? new EndAnswer.Left(
                    $"the detach of partition {partition} from {parent} is pending, started by this step",
                    $"it is completed: {Finalize}",
                    [Finalize]
                )
                : new EndAnswer.InTheWay(
                    $"the detach of partition {partition} from {parent} is pending, and this step did not begin it",
                    $"complete it, then apply again: {Finalize}"
                );
        }

        return now is null && before == "attached"
            ? new EndAnswer.Done($"partition {partition} is no longer attached to {parent}")
            : new EndAnswer.NotDone(
                now is null ? $"{partition} is not attached to {parent}" : $"partition {partition} is attached to {parent}"
            );
    }
}
