using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres.Markers;

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
        (
            await session.RunAsync(
                "SELECT pg_catalog.to_regclass('planrunner.marker') IS NOT NULL AND pg_catalog.to_regclass('planrunner.epoch') IS NOT NULL",
                [],
                1,
                cancellationToken
            )
        ).Rows[0][0] == "t";

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

    public static async Task<IReadOnlyList<MarkerRow>> ReadAsync(
        Session session,
        string plan,
        string environment,
        CancellationToken cancellationToken
    )
    {
        var rows = await session.RunAsync(
            $"SELECT {Columns} FROM planrunner.marker WHERE plan = $1::text AND environment = $2::text ORDER BY done_at, step, item",
            [plan, environment],
            int.MaxValue,
            cancellationToken
        );
        return [.. rows.Rows.Select(row => Row(session.Connection, row))];
    }

    public static async Task<MarkerRow?> FindAsync(
        Session session,
        string plan,
        string environment,
        StepPath step,
        string item,
        CancellationToken cancellationToken
    )
    {
        var rows = await session.RunAsync(
            $"SELECT {Columns} FROM planrunner.marker WHERE plan = $1::text AND environment = $2::text AND step = $3::text AND item = $4::text",
            [plan, environment, step.Value, item],
            1,
            cancellationToken
        );
        return rows.Rows.Count == 0 ? null : Row(session.Connection, rows.Rows[0]);
    }

    public static Task RemoveAsync(Session session, string plan, string environment, StepPath step, CancellationToken cancellationToken) =>
        session.RunAsync(
            "DELETE FROM planrunner.marker WHERE plan = $1::text AND environment = $2::text AND step = $3::text",
            [plan, environment, step.Value],
            0,
            cancellationToken
        );

    /// <summary>In one statement, and once: a row of its own, which names no step, says that it was done.</summary>
    public static Task MoveAsync(
        Session session,
        string plan,
        string environment,
        MarkerOwner owner,
        MarkerMoves moves,
        CancellationToken cancellationToken
    ) =>
        session.RunAsync(
            """
            WITH done AS (
              INSERT INTO planrunner.marker (plan, environment, step, item, lineage, run, fingerprint)
              VALUES ($1::text, $2::text, '', $3::text, $4::text, $5::text, 'moved') ON CONFLICT DO NOTHING RETURNING 1),
            names AS (SELECT * FROM ROWS FROM (pg_catalog.unnest($6::text[]), pg_catalog.unnest($7::text[])) AS n(was, becomes)),
            gone AS (
              DELETE FROM planrunner.marker AS m USING names
              WHERE EXISTS (SELECT FROM done) AND m.plan = $1::text AND m.environment = $2::text AND m.step = names.was AND (m.lineage = $4::text OR NOT $8::boolean)
              RETURNING names.becomes, m.item, m.lineage, m.run, m.fingerprint, m.xid, m.captured, m.done_at)
            INSERT INTO planrunner.marker (plan, environment, step, item, lineage, run, fingerprint, xid, captured, done_at)
            SELECT $1::text, $2::text, becomes, item, lineage, run, fingerprint, xid, captured, done_at FROM gone ORDER BY becomes, item
            ON CONFLICT DO NOTHING
            """,
            [
                plan,
                environment,
                moves.Id,
                owner.Lineage,
                owner.Run,
                Array(moves.Names.Select(n => n.From)),
                Array(moves.Names.Select(n => n.To)),
                owner.Fresh ? "true" : "false",
            ],
            0,
            cancellationToken
        );

    private static string Array(IEnumerable<string> items) =>
        "{"
        + string.Join(
            ',',
            items.Select(item =>
                $"\"{item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            )
        )
        + "}";

    private static MarkerRow Row(string connection, IReadOnlyList<string?> row) =>
        new(connection, new StepPath(row[0]!), row[1]!, row[2]!, row[3]!, row[4]!, row[5], row[6]!) { Captured = MarkerRow.Read(row[7]!) };
}
