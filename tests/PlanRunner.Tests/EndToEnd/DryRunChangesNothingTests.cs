using System.Text.Json;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A dry run leaves the files and the server as they were, whatever a plan asks.</summary>
public sealed class DryRunChangesNothingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string EveryKind = """
        plan: every
        version: 1
        connections: { db: {}, other: {} }
        steps:
          - id: made
            sql: { on: db, text: "CREATE TABLE item (id int PRIMARY KEY, name text)" }
            done_when: { text: "SELECT to_regclass('item') IS NOT NULL" }
          - id: filled
            sql: { on: db, text: "INSERT INTO item SELECT n, 'name' FROM generate_series(1, 5) AS n" }
            undo: none
            verify: { text: "SELECT count(*) = 5 FROM item" }
          - id: seen
            query: { on: db, text: "SELECT count(*) AS n FROM pg_catalog.pg_class WHERE relname = 'item'", capture: [n] }
          - id: some
            assert: { on: db, text: "SELECT 1 FROM pg_catalog.pg_namespace", not_empty: true }
          - id: same
            compare: { a: db, b: other, text: "SELECT nspname FROM pg_catalog.pg_namespace", key: [nspname] }
          - id: soon
            wait: { on: db, text: "SELECT true", is_true: true, timeout: 5s, progress: { text: "SELECT 1 AS done, 1 AS total, 'one' AS unit" } }
          - id: listed
            generate: { from: db, on: db, text: "SELECT format('CREATE TABLE part_%s (a int)', n) AS sql, n::text AS key FROM generate_series(1, 3) AS n" }
            undo: none
          - id: script
            shell: { run: "touch made-by-the-script" }
            undo: none
          - id: person
            manual: { instructions: Look at it }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Before_half_way_and_after(bool marked)
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, $"nothing_{marked}".ToLowerInvariant(), EveryKind, marked);
        var superuser = postgres.Cluster.Superuser(scenario.Database.Database);
        await DatabasePicture.StopVacuumAsync(superuser);
        await ExpectUnchangedAsync(scenario);
        foreach (var until in new[] { "filled", "listed", "script" })
        {
            var applied = await scenario.RunAsync("apply", "--yes", "--until", until);
            Assert.True(applied.ExitCode == 0, scenario.Log);
            await ExpectUnchangedAsync(scenario);
        }

        // Where a step failed as well.
        await scenario.WritePlanAsync(EveryKind + "\n  - id: fails\n    sql: { on: db, text: INSERT INTO item VALUES (1) }\n    undo: none\n");
        await scenario.RunAsync("approve", "person");
        Assert.Equal(1, (await scenario.ApplyAsync()).ExitCode);
        await ExpectUnchangedAsync(scenario);
    }

    [Fact]
    public async Task Not_even_where_a_write_hides_in_a_function_a_view_an_operator_or_a_cast()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "hidden", "plan: hidden\nversion: 1\nconnections: { db: {} }\nsteps: []\n");
        await DatabasePicture.StopVacuumAsync(postgres.Cluster.Superuser());
        foreach (var sql in WritingQuestions.Hiding)
            await scenario.QueryAsync(sql);
        await scenario.QueryAsync("INSERT INTO t VALUES (0)");
        var superuser = postgres.Cluster.Superuser(scenario.Database.Database);
        var before = await DatabasePicture.TakeQuietAsync(superuser);
        foreach (var sql in WritingQuestions.Hidden)
        {
            foreach (var step in new[] { $"assert: {{ on: db, text: {JsonSerializer.Serialize(sql)}, not_empty: true }}", $"sql: {{ on: db, text: SELECT 1 }}\n    done_when: {{ text: {JsonSerializer.Serialize(sql)} }}\n    undo: none" })
            {
                await scenario.WritePlanAsync($"plan: hidden\nversion: 1\nconnections: {{ db: {{}} }}\nsteps:\n  - id: asks\n    {step}\n");
                var files = FolderPicture.Take(scenario.Folder);
                var result = await scenario.RunAsync("dry-run");
                Assert.True(result.ExitCode == 1, scenario.Log);
                Assert.Equal(files, FolderPicture.Take(scenario.Folder));
                // Where it stands, what the server said, what may be done.
                var refused = result.Error;
                Assert.True(
                    refused.Contains(step.StartsWith("sql", StringComparison.Ordinal) ? "plan.yaml:7:" : "plan.yaml:6:", StringComparison.Ordinal)
                    && refused.Contains(JsonSerializer.Serialize(sql), StringComparison.Ordinal)
                    && refused.Contains(sql == "SELECT copies()" ? "help: GRANT pg_execute_server_program TO " : "help: a question is asked in a READ ONLY transaction", StringComparison.Ordinal),
                    refused);
            }
        }

        Assert.Equal(before, await DatabasePicture.TakeAsync(superuser));
    }

    [Fact]
    public async Task The_picture_of_a_server_shows_what_a_dry_run_must_not_do()
    {
        var superuser = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(superuser, "CREATE TABLE t (a int)", "CREATE SEQUENCE s");
        await DatabasePicture.StopVacuumAsync(superuser);
        var before = await DatabasePicture.TakeQuietAsync(superuser);
        foreach (var sql in new[]
        {
            "INSERT INTO t VALUES (1)", "SELECT pg_current_xact_id()", "SELECT nextval('s')", "CREATE TYPE mood AS ENUM ('ok')", "ALTER ROLE postgres SET work_mem = '5MB'",
            "SELECT pg_create_physical_replication_slot('picture')", "SELECT pg_drop_replication_slot('picture')", "SELECT pg_replication_origin_create('picture')", "SELECT pg_reload_conf()",
        })
        {
            await PostgresFixture.SqlAsync(superuser, sql);
            var after = await DatabasePicture.TakeQuietAsync(superuser);
            Assert.False(after.SequenceEqual(before, StringComparer.Ordinal), sql);
            before = after;
        }
    }

    private async Task ExpectUnchangedAsync(PlanScenario scenario)
    {
        var superuser = postgres.Cluster.Superuser(scenario.Database.Database);
        var (files, server) = (FolderPicture.Take(scenario.Folder), await DatabasePicture.TakeQuietAsync(superuser));
        var result = await scenario.RunAsync("dry-run");
        Assert.True(result.ExitCode == 0, scenario.Log);
        await scenario.UntilNothingRunsAsync();
        Assert.Equal(files, FolderPicture.Take(scenario.Folder));
        Assert.Equal(server, await DatabasePicture.TakeAsync(superuser));
    }
}
