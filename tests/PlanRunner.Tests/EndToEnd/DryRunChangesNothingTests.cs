using System.Text.Json;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A dry run leaves the files and the server as they were, whatever a plan asks.</summary>
[Trait(Tier.Trait, Tier.Full)]
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
        await scenario.WritePlanAsync(
            EveryKind + "\n  - id: fails\n    sql: { on: db, text: INSERT INTO item VALUES (1) }\n    undo: none\n"
        );
        await scenario.RunAsync("approve", "person");
        Assert.Equal(1, (await scenario.ApplyAsync()).ExitCode);
        await ExpectUnchangedAsync(scenario);
    }

    [Fact]
    public async Task Of_a_list_that_was_begun_it_shows_what_an_apply_then_runs()
    {
        const string Plan = """
            plan: listed
            version: 1
            connections: { db: {} }
            steps:
              - id: each
                generate:
                  from: db
                  text: "SELECT name AS key, format('INSERT INTO part_%s VALUES (1)', name) AS sql FROM item ORDER BY name"
                on_change: rerun
                undo: none
            """;
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "begun", Plan);
        await scenario.QueryAsync("CREATE TABLE item AS SELECT unnest('{a,b,c}'::text[]) AS name");
        await scenario.QueryAsync("CREATE TABLE part_a (n int)");
        await scenario.QueryAsync("CREATE TABLE part_c (n int)");
        var fresh = await scenario.RunAsync("dry-run", "--out", "agreed.json");
        Assert.Contains("3 statements as of now", fresh.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await scenario.ApplyAsync()).ExitCode);

        // Since then other rows are there.
        await scenario.QueryAsync("DELETE FROM item WHERE name = 'c'");
        await scenario.QueryAsync("INSERT INTO item VALUES ('go'), ('x1'), ('x2')");
        await scenario.QueryAsync("CREATE TABLE part_b (n int)");
        var shown = await scenario.RunAsync("dry-run", "--full", "--approved", "agreed.json");
        Assert.Contains("resumes its list: 1 of 3 done", shown.Output, StringComparison.Ordinal);
        Assert.Contains("2 of the 3 statements of its list are left", shown.Output, StringComparison.Ordinal);
        Assert.Contains("[generate on db · from its list]", shown.Output, StringComparison.Ordinal);
        Assert.Contains("the same statements as when it was approved", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("as of now", shown.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["b: INSERT INTO part_b VALUES (1)", "c: INSERT INTO part_c VALUES (1)"],
            shown
                .Output.Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.StartsWith("> ", StringComparison.Ordinal))
                .Select(line => line[2..])
        );
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(
            ["1 1 1"],
            await scenario.QueryAsync("SELECT (SELECT count(*) FROM part_a), count(b.n), count(c.n) FROM part_b AS b, part_c AS c")
        );

        // Done, it has no list to go on with: another text makes another one.
        await scenario.QueryAsync("DELETE FROM item WHERE name > 'b'");
        await scenario.WritePlanAsync(Plan.Replace("VALUES (1)", "VALUES (2)", StringComparison.Ordinal));
        Assert.Contains("2 statements as of now", (await scenario.RunAsync("dry-run")).Output, StringComparison.Ordinal);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["1", "1", "2", "2"], await scenario.QueryAsync("SELECT n FROM part_a UNION ALL SELECT n FROM part_b ORDER BY 1"));
    }

    [Fact]
    public async Task Not_even_where_a_write_hides_in_a_function_a_view_an_operator_or_a_cast()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "hidden",
            "plan: hidden\nversion: 1\nconnections: { db: {} }\nsteps: []\n"
        );
        await DatabasePicture.StopVacuumAsync(postgres.Cluster.Superuser());
        foreach (var sql in WritingQuestions.Hiding)
            await scenario.QueryAsync(sql);
        await scenario.QueryAsync("INSERT INTO t VALUES (0)");
        var superuser = postgres.Cluster.Superuser(scenario.Database.Database);
        var before = await DatabasePicture.TakeQuietAsync(superuser);
        foreach (var sql in WritingQuestions.Hidden)
        {
            foreach (
                var step in new[]
                {
                    $"assert: {{ on: db, text: {JsonSerializer.Serialize(sql)}, not_empty: true }}",
                    $"sql: {{ on: db, text: SELECT 1 }}\n    done_when: {{ text: {JsonSerializer.Serialize(sql)} }}\n    undo: none",
                }
            )
            {
                await scenario.WritePlanAsync($"plan: hidden\nversion: 1\nconnections: {{ db: {{}} }}\nsteps:\n  - id: asks\n    {step}\n");
                var files = FolderPicture.Take(scenario.Folder);
                var result = await scenario.RunAsync("dry-run");
                Assert.True(result.ExitCode == 1, scenario.Log);
                Assert.Equal(files, FolderPicture.Take(scenario.Folder));
                // Where it stands, what the server said, what may be done.
                var refused = result.Error;
                Assert.True(
                    refused.Contains(
                        step.StartsWith("sql", StringComparison.Ordinal) ? "plan.yaml:7:" : "plan.yaml:6:",
                        StringComparison.Ordinal
                    )
                        && refused.Contains(JsonSerializer.Serialize(sql), StringComparison.Ordinal)
                        && refused.Contains(
                            sql == "SELECT copies()"
                                ? "help: GRANT pg_execute_server_program TO "
                                : "help: queries of checks and probes run in a READ ONLY transaction",
                            StringComparison.Ordinal
                        ),
                    refused
                );
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
        foreach (
            var sql in new[]
            {
                "INSERT INTO t VALUES (1)",
                "SELECT pg_current_xact_id()",
                "SELECT nextval('s')",
                "CREATE TYPE mood AS ENUM ('ok')",
                "ALTER ROLE postgres SET work_mem = '5MB'",
                "SELECT pg_create_physical_replication_slot('picture')",
                "SELECT pg_drop_replication_slot('picture')",
                "SELECT pg_replication_origin_create('picture')",
                "SELECT pg_reload_conf()",
            }
        )
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
