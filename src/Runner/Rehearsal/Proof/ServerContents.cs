using PlanRunner.Steps.Kinds;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Rehearsal.Proof;

/// <summary>
/// What a migration can leave behind on a server: replication slots, publications, subscriptions, replication origins, roles, and
/// the sentinel's schema, each as <c>slot "name"</c>.
/// </summary>
internal sealed record ServerContents(IReadOnlyList<string> Things)
{
    private const string Question = """
        SELECT what || ' "' || name || '"' FROM (
            SELECT 'slot' AS what, slot_name::text AS name FROM pg_catalog.pg_replication_slots
            UNION ALL SELECT 'publication', pubname FROM pg_catalog.pg_publication
            UNION ALL SELECT 'subscription', subname FROM pg_catalog.pg_subscription
            UNION ALL SELECT 'origin', roname FROM pg_catalog.pg_replication_origin
            UNION ALL SELECT 'role', rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'
            UNION ALL SELECT 'schema', nspname FROM pg_catalog.pg_namespace WHERE nspname = 'planrunner_sentinel'
        ) AS t ORDER BY 1
        """;

    public static async Task<ServerContents> ReadAsync(Sessions sessions, string connection, CancellationToken cancellationToken)
    {
        await using var session = await sessions.OpenAsync(
            connection,
            new StepPath(""),
            new Dictionary<string, string>(),
            null,
            null,
            cancellationToken
        );
        var result = await session.RunAsync(Question, [], int.MaxValue, cancellationToken);
        return new ServerContents([.. result.Rows.Select(row => row[0]!)]);
    }

    /// <summary>What is here and was not in <paramref name="before"/>.</summary>
    public IReadOnlyList<string> Beyond(ServerContents before) => [.. Things.Except(before.Things, StringComparer.Ordinal)];
}
