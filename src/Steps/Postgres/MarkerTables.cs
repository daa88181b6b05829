namespace PlanRunner.Steps.Postgres;

/// <summary>The tables of <c>markers: database</c>, made on first use.</summary>
internal static class MarkerTables
{
    private const string Columns = "step, item, lineage, run, fingerprint, xid, done_at, captured";

    private static readonly string[] Making =
    [
        "CREATE SCHEMA IF NOT EXISTS planrunner",
        """
        CREATE TABLE IF NOT EXISTS planrunner.epoch (
          plan text NOT NULL, environment text NOT NULL, epoch bigint NOT NULL, run text NOT NULL,
          taken_at timestamptz NOT NULL DEFAULT pg_catalog.now(), PRIMARY KEY (plan, environment))
        """,
        """
        CREATE TABLE IF NOT EXISTS planrunner.marker (
          plan text NOT NULL, environment text NOT NULL, step text NOT NULL, item text NOT NULL, lineage text NOT NULL, run text NOT NULL,
          fingerprint text NOT NULL, xid text, captured jsonb NOT NULL DEFAULT '{}', done_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
          PRIMARY KEY (plan, environment, step, item))
        """,
    ];

    public static async Task<bool> ExistAsync(Session session, CancellationToken cancellationToken) =>
        (await session.RunAsync("SELECT pg_catalog.to_regclass('planrunner.marker') IS NOT NULL AND pg_catalog.to_regclass('planrunner.epoch') IS NOT NULL", [], 1, cancellationToken)).Rows[0][0] == "t";

    public static async Task CreateAsync(Session session, CancellationToken cancellationToken)
    {
        // IF NOT EXISTS does not keep two who make the same thing at once from meeting in the catalog; the second round finds it.
        for (var round = 1; ; round++)
        {
            try
            {
                foreach (var statement in Making)
                    await session.RunAsync(statement, [], 0, cancellationToken);
                return;
            }
            catch (PostgresFailureException e) when (round < 3 && e.SqlState is "23505" or "42P07" or "42P06")
            {
                await Task.Yield();
            }
        }
    }

    public static async Task<IReadOnlyList<MarkerRow>> ReadAsync(Session session, string plan, string environment, CancellationToken cancellationToken)
    {
        var rows = await session.RunAsync($"SELECT {Columns} FROM planrunner.marker WHERE plan = $1::text AND environment = $2::text ORDER BY done_at, step, item", [plan, environment], int.MaxValue, cancellationToken);
        return [.. rows.Rows.Select(row => Row(session.Connection, row))];
    }

    public static async Task<MarkerRow?> FindAsync(Session session, string plan, string environment, StepPath step, string item, CancellationToken cancellationToken)
    {
        var rows = await session.RunAsync(
            $"SELECT {Columns} FROM planrunner.marker WHERE plan = $1::text AND environment = $2::text AND step = $3::text AND item = $4::text",
            [plan, environment, step.Value, item],
            1,
            cancellationToken);
        return rows.Rows.Count == 0 ? null : Row(session.Connection, rows.Rows[0]);
    }

    public static Task RemoveAsync(Session session, string plan, string environment, StepPath step, CancellationToken cancellationToken) =>
        session.RunAsync("DELETE FROM planrunner.marker WHERE plan = $1::text AND environment = $2::text AND step = $3::text", [plan, environment, step.Value], 0, cancellationToken);

    private static MarkerRow Row(string connection, IReadOnlyList<string?> row) =>
        new(connection, new StepPath(row[0]!), row[1]!, row[2]!, row[3]!, row[4]!, row[5], row[6]!) { Captured = MarkerRow.Read(row[7]!) };
}
