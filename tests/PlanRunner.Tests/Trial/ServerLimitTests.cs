using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>What a server, a database or a role admits too little of is found in preflight, with the statement that mends it.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ServerLimitTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Plan = """
        plan: limits
        version: 1
        connections: { db: { description: Any } }
        variables: { schemas: { type: list, default: [] } }
        steps:
          - id: needed
            query: { on: db, file: preflight/locks-needed.sql, capture: [locks, tables] }
          - id: many
            query: { on: db, text: "SELECT '2000000' AS locks, '600000' AS tables", capture: [locks, tables] }
          - id: room
            assert: { on: db, file: preflight/locks.sql, params: { locks: needed.locks, tables: needed.tables }, empty: true }
          - id: no-room
            assert: { on: db, file: preflight/locks.sql, params: { locks: many.locks, tables: many.tables }, empty: true, severity: warn }
          - id: connections
            assert: { on: db, file: preflight/connections.sql, args: { role: '', connections: '0' }, empty: true, severity: warn }
        """;

    [Fact]
    public async Task Too_little_room_for_locks_and_limits_on_connections_are_told_with_what_to_set()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "limits", Plan);
        await scenario.QueryAsync("CREATE TABLE few (id int PRIMARY KEY)");
        await PostgresFixture.SqlAsync(postgres.Cluster.Superuser(), "ALTER ROLE limits CONNECTION LIMIT 3");
        await scenario.QueryAsync("ALTER DATABASE limits CONNECTION LIMIT 3");

        var result = await scenario.ApplyAsync();

        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        var said = result.Error + result.Output;
        Assert.DoesNotContain("WARNED    room", said, StringComparison.Ordinal);
        Assert.Contains("600000 tables need 2000000 locks at once, and the server has room for ", said, StringComparison.Ordinal);
        Assert.Contains("set max_locks_per_transaction to ", said, StringComparison.Ordinal);
        Assert.Contains("role limits may make 3 connections and has ", said, StringComparison.Ordinal);
        Assert.Contains("ALTER ROLE limits CONNECTION LIMIT ", said, StringComparison.Ordinal);
        Assert.Contains("ALTER DATABASE limits CONNECTION LIMIT ", said, StringComparison.Ordinal);
    }
}
