using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>pg_dump reads servers of its own major and older, and from 17 on writes what older targets do not know.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ClientVersionTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Plan = """
        plan: versions
        version: 1
        connections: { db: { description: Any } }
        steps:
          - id: facts
            query: { on: db, text: "SELECT 'SOURCE' AS source, 'TARGET' AS target", capture: [source, target] }
          - id: version
            shell: { file: preflight/client-version.sh, params: { source: facts.source, target: facts.target } }
            idempotent: true
        """;

    [Theory]
    [InlineData(
        "990400",
        "990400",
        "the source is version 99, and this machine's pg_dump is older: pg_dump (PostgreSQL)",
        "Install the client programs of version 99"
    )]
    [InlineData("130000", "180000", null, null)]
    public async Task A_pg_dump_that_cannot_read_the_source_is_found_in_preflight(
        string source,
        string target,
        string? fact,
        string? remedy
    )
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            $"versions_{source}",
            Plan.Replace("SOURCE", source, StringComparison.Ordinal).Replace("TARGET", target, StringComparison.Ordinal)
        );

        var result = await scenario.ApplyAsync();

        Assert.Equal(fact is null ? 0 : 1, result.ExitCode);
        Assert.Contains(fact ?? "", result.Error, StringComparison.Ordinal);
        Assert.Contains(remedy ?? "", result.Error, StringComparison.Ordinal);
    }
}
