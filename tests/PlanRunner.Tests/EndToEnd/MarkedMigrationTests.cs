using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// What the migration of aurora-to-planetscale dumps, publishes, compares and takes back, with markers in its databases: each side's
/// markers stay its own.
/// </summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class MarkedMigrationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Plan = """
        plan: copy
        version: 1
        connections: { source: { description: From }, target: { description: To } }
        variables:
          schemas: { type: list, description: Those to move }
          leave_out_of_schema: { type: list, default: [] }
          ignored_extensions: { type: list, default: [] }
          publication: { type: string, default: "copy_SCOPE" }
          slot: { type: string, default: "copy_SCOPE" }
          subscription: { type: string, default: copy }
        defaults: { settings: { search_path: '' } }
        steps:
          - id: names
            assert: { on: source, file: preflight/names-free-on-source.sql, empty: true }
          - id: target-names
            assert: { on: target, file: preflight/names-free-on-target.sql, empty: true }
          - id: target-empty
            assert: { on: target, file: preflight/target-empty.sql, empty: true }
          - id: identity
            assert: { on: source, file: preflight/replica-identity.sql, empty: true }
          - id: sentinel
            sql: { on: source, file: schema/sentinel-table.sql }
            undo: { sql: { on: source, file: schema/drop-sentinel.sql } }
          - id: record
            sql: { on: target, file: schema/record.sql, args: { moment: before } }
            waive: { loses-data: it holds nothing of the application }
            undo: { generate: { from: target, on: target, file: schema/drop-record.sql, transaction: all } }
          - id: dump
            shell: { file: schema/dump-restore.sh, args: { section: before }, with_connections: [source, target], fail_on_output: ['error:', 'warning:'] }
            undo: { generate: { from: target, on: target, file: schema/drop-copied.sql, transaction: each }, idempotent: true }
          - id: recorded
            sql: { on: target, file: schema/record.sql, args: { moment: after } }
            undo: none
          - id: rest
            shell: { file: schema/dump-restore.sh, args: { section: after }, with_connections: [source, target], fail_on_output: ['error:', 'warning:'] }
            undo: none
          - id: alike
            compare: { a: source, b: target, file: schema/fingerprint.sql, args: { section: all }, key: [kind, name] }
          - id: publication
            generate: { from: source, on: source, file: replication/create-publication.sql, transaction: all }
            undo: { sql: { on: source, text: 'DROP PUBLICATION {{ publication | sql.ident }}' } }
          - id: complete
            assert: { on: source, file: replication/publication-gaps.sql, empty: true }
          - id: rows
            compare: { a: source, b: target, file: compare/counts.sql, args: { unlogged: 'false' }, key: [table] }
        """;

    [Theory]
    [InlineData("all", "[]", false)]
    [InlineData("one", "[shop]", true)]
    public async Task Markers_are_neither_published_nor_dumped_nor_taken_back(string scope, string schemas, bool bothMarked)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            $"source_{scope}",
            Plan.Replace("SCOPE", scope, StringComparison.Ordinal)
        );
        await PostgresFixture.SqlAsync(postgres.Cluster.Superuser(), $"CREATE DATABASE target_{scope}");
        await scenario.QueryAsync("CREATE SCHEMA shop");
        await scenario.QueryAsync("CREATE TABLE shop.item (id int PRIMARY KEY)");
        var source = postgres.Cluster.Superuser($"source_{scope}");
        var target = postgres.Cluster.Superuser($"target_{scope}");
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "password"), target.Password);
        await File.WriteAllTextAsync(
            Path.Combine(scenario.Folder, "environments", "here.yaml"),
            $$"""
            environment: here
            variables: { schemas: {{schemas}} }
            secrets: { password: { file: {{scenario.Folder}}/password } }
            connections:
              source: { host: {{target.Host}}, port: {{target.Port}}, database: source_{{scope}}, username: postgres, password: password, ssl_mode: verify-full, root_certificate: {{target.RootCertificate}}, markers: database }
              target: { host: {{target.Host}}, port: {{target.Port}}, database: target_{{scope}}, username: postgres, password: password, ssl_mode: verify-full, root_certificate: {{target.RootCertificate}}{{(
                bothMarked ? ", markers: database" : ""
            )}} }
            """
        );

        var applied = await scenario.ApplyAsync();

        Assert.True(applied.ExitCode == 0, scenario.Log);
        Assert.Equal("publication,sentinel", await PostgresFixture.SqlAsync(source, Marked));
        Assert.Equal(
            "planrunner_sentinel.sentinel,shop.item",
            await PostgresFixture.SqlAsync(
                source,
                "SELECT string_agg(schemaname || '.' || tablename, ',' ORDER BY schemaname) FROM pg_publication_tables"
            )
        );
        string[] own = bothMarked ? ["planrunner.epoch", "planrunner.marker"] : [];
        Assert.Equal(
            string.Join(',', [.. own, "planrunner.restored", "planrunner_sentinel.sentinel", "shop.item"]),
            await PostgresFixture.SqlAsync(target, Tables)
        );

        Assert.True((await scenario.RunAsync("undo", "--yes")).ExitCode == 0, scenario.Log);
        Assert.Equal(bothMarked ? string.Join(',', own) : null, await PostgresFixture.SqlAsync(target, Tables));
        Assert.Null(await PostgresFixture.SqlAsync(source, Marked));
    }

    private const string Marked = "SELECT string_agg(step, ',' ORDER BY step) FROM planrunner.marker";

    private const string Tables =
        "SELECT string_agg(schemaname || '.' || tablename, ',' ORDER BY schemaname || '.' || tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
}
