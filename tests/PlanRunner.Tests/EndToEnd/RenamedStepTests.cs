using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What ran once does not run again because it has another id: with real runs, also where only the database knows.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class RenamedStepTests(Postgres17Fixture postgres) : IClassFixture<Postgres17Fixture>
{
    private const string Plan = """
        plan: counting
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE counter AS SELECT 0 AS n" }
            undo: none
          - id: count
            sql: { on: db, text: "UPDATE counter SET n = n + 1 RETURNING n", capture: [n] }
            undo: { sql: { on: db, text: "UPDATE counter SET n = n - 1" } }
          - id: each
            generate: { from: db, on: db, text: "SELECT format('UPDATE counter SET n = n + %s', n) AS sql, n AS key FROM generate_series(1, 2) n" }
            undo: none
        """;

    private static string Renamed =>
        Plan.Replace("id: count", "id: increase", StringComparison.Ordinal).Replace("id: each", "id: every", StringComparison.Ordinal);

    [Fact]
    public async Task A_renamed_step_stops_everything_until_a_person_has_said_what_it_is()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "renamed_asked", Plan);
        var environment = Path.Combine(scenario.Folder, "environments", "here.yaml");
        await File.WriteAllTextAsync(environment, "protected: true\n" + await File.ReadAllTextAsync(environment));
        Assert.True((await scenario.RunAsync("apply", "--yes", "--first-run")).ExitCode == 0, scenario.Log);
        await scenario.WritePlanAsync(Renamed);

        var refused = await scenario.RunAsync("apply", "--yes", "--confirm", "increase");
        Assert.True(refused.ExitCode == 4, scenario.Log);
        Assert.Contains("PR5075: step \"increase\": the same text ran as count", refused.Error, StringComparison.Ordinal);
        Assert.Contains("renamed_from: each on \"every\"", refused.Error, StringComparison.Ordinal);
        Assert.Contains("planrunner state mv plan.yaml count increase --env here --reason", refused.Error, StringComparison.Ordinal);
        foreach (
            var (output, mark) in new[]
            {
                ("text", "> increase"),
                ("markdown", "<code>&gt;</code> <code>increase"),
                ("html", "m-renamed"),
                ("json", "\"mark\": \"renamed\""),
                ("github", "::error"),
            }
        )
        {
            var shown = await scenario.RunAsync("dry-run", "--output", output);
            Assert.True(shown.ExitCode == 4 && shown.Output.Contains(mark, StringComparison.Ordinal), $"{output}: {shown.Output}");
        }

        Assert.Equal(3, (await scenario.RunAsync("state", "mv")).ExitCode);
        Assert.Contains("PR5077", (await scenario.RunAsync("accept", "increase", "--reason", "r")).Error, StringComparison.Ordinal);
        var mv = await PlanRunnerProcess.RunAsync(
            scenario.Folder,
            "state",
            "mv",
            "plan.yaml",
            "count",
            "increase",
            "--env",
            "here",
            "--reason",
            "a better name"
        );
        Assert.True(mv.ExitCode == 0, mv.Error);
        Assert.Contains("PR5075: step \"every\"", (await scenario.ApplyAsync()).Error, StringComparison.Ordinal);
        await scenario.WritePlanAsync(Renamed.Replace("id: every", "id: every\n    renamed_from: each", StringComparison.Ordinal));
        await scenario.ExpectNothingToRunAsync();
        Assert.Equal(["4"], await scenario.QueryAsync("SELECT n FROM counter"));

        // Twice on purpose: said once, and it runs once more.
        await scenario.WritePlanAsync(
            Renamed
                .Replace("id: increase", "id: again", StringComparison.Ordinal)
                .Replace("id: every", "id: every\n    renamed_from: each", StringComparison.Ordinal)
        );
        Assert.Equal(4, (await scenario.ApplyAsync()).ExitCode);
        Assert.Equal(0, (await scenario.RunAsync("accept", "again", "--as-new", "--reason", "once more")).ExitCode);
        Assert.True((await scenario.RunAsync("apply", "--yes", "--confirm", "again")).ExitCode == 0, scenario.Log);
        await scenario.ExpectNothingToRunAsync();
        Assert.Equal(["5"], await scenario.QueryAsync("SELECT n FROM counter"));
    }

    [Fact]
    public async Task A_step_that_was_split_runs_no_line_twice_and_a_new_one_that_got_another_id_is_asked_about()
    {
        const string Head =
            "plan: portions\nversion: 1\nconnections: { db: { description: One } }\nsteps:\n  - id: table\n    sql: { on: db, text: CREATE TABLE part (n int) }\n";
        static string Step(string id, string rows, string more = "") =>
            $"  - id: {id}\n{more}    sql:\n      on: db\n      text: |\n{string.Concat(rows.Select(row => $"        INSERT INTO part VALUES ({row});\n"))}";
        var split = Head + Step("s1", "12") + Step("s2", "34") + Step("s3", "56") + Step("s4", "789");
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "renamed_split", Head + Step("a", "123456"));
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        await scenario.WritePlanAsync(split);
        var refused = await scenario.ApplyAsync();
        Assert.True(
            refused.ExitCode == 4 && refused.Error.Contains("PR5075: step \"s1\": parts of its text ran as a", StringComparison.Ordinal),
            scenario.Log
        );
        Assert.DoesNotContain("step \"s4\"", refused.Error, StringComparison.Ordinal);
        foreach (var done in new[] { "s1", "s2", "s3" })
            Assert.True((await scenario.RunAsync("resolve", done, "--done", "--reason", "a did it")).ExitCode == 0, scenario.Log);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        await scenario.ExpectNothingToRunAsync();
        Assert.Equal(["123456789"], await scenario.QueryAsync("SELECT string_agg(n::text, '' ORDER BY n) FROM part"));

        // The line that made it a new step once does not make it one again under the next id.
        await scenario.WritePlanAsync(split + Step("s5", "789", "    renamed_from: none\n"));
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        await scenario.WritePlanAsync(split + Step("s6", "789", "    renamed_from: none\n"));
        refused = await scenario.ApplyAsync();
        Assert.True(
            refused.ExitCode == 4 && refused.Error.Contains("step \"s6\": the same text ran as s5", StringComparison.Ordinal),
            scenario.Log
        );
        Assert.Equal(["12"], await scenario.QueryAsync("SELECT count(*) FROM part"));
    }

    [Fact]
    public async Task Markers_in_the_database_follow_a_rename_once_also_when_the_state_is_lost_before_or_after()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "renamed_marked", Plan, marked: true);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        var said = Renamed
            .Replace("id: increase", "id: increase\n    renamed_from: count", StringComparison.Ordinal)
            .Replace("id: every", "id: every\n    renamed_from: each", StringComparison.Ordinal);

        // Without the state only the rows know, and they have the old names.
        Directory.Delete(Path.Combine(scenario.Folder, ".planrunner"), recursive: true);
        await scenario.WritePlanAsync(Renamed);
        Assert.Contains("count is done: its marker is on db", (await scenario.ApplyAsync()).Error, StringComparison.Ordinal);
        var refused = await scenario.ApplyAsync();
        Assert.True(refused.ExitCode == 4 && refused.Error.Contains("PR5075: step \"increase\"", StringComparison.Ordinal), scenario.Log);
        await scenario.WritePlanAsync(said);
        Assert.Contains("The markers in the database say the same", (await scenario.RunAsync("status")).Error, StringComparison.Ordinal);
        // How long the list was is lost with the state. Its statements find their markers under the new name.
        Assert.Equal(4, (await scenario.ApplyAsync()).ExitCode);
        Assert.Equal(0, (await scenario.RunAsync("resolve", "every", "--not-done", "--reason", "its markers tell")).ExitCode);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        await scenario.ExpectNothingToRunAsync();

        Directory.Delete(Path.Combine(scenario.Folder, ".planrunner"), recursive: true);
        Assert.Contains("increase is done: its marker", (await scenario.RunAsync("status")).Error, StringComparison.Ordinal);
        Assert.Equal(4, (await scenario.ApplyAsync()).ExitCode);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(
            ["every 1", "every 2", "increase ", "table "],
            (await scenario.QueryAsync("SELECT step, item FROM planrunner.marker WHERE step <> '' ORDER BY 1, 2"))
        );
        Assert.Equal(["4"], await scenario.QueryAsync("SELECT n FROM counter"));
        Assert.True((await scenario.RunAsync("undo", "--to", "table", "--yes")).ExitCode == 0, scenario.Log);
        Assert.Equal(["3"], await scenario.QueryAsync("SELECT n FROM counter"));
        Assert.Equal(["table"], await scenario.QueryAsync("SELECT DISTINCT step FROM planrunner.marker WHERE step <> ''"));
    }

    [Fact]
    public async Task Two_that_changed_places_do_so_in_the_database_too_and_a_run_that_dies_meanwhile_moves_nothing_twice()
    {
        const string Swapped = """
              - id: count
                renamed_from: double
                sql: { on: db, text: "UPDATE counter SET n = n * 2" }
              - id: double
                renamed_from: count
                sql: { on: db, text: "UPDATE counter SET n = n + 1" }
            """;
        var plan = Plan[..Plan.IndexOf("  - id: count", StringComparison.Ordinal)];
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "renamed_swapped",
            plan
                + "  - id: count\n    sql: { on: db, text: \"UPDATE counter SET n = n + 1\" }\n  - id: double\n    sql: { on: db, text: \"UPDATE counter SET n = n * 2\" }\n",
            marked: true
        );
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        var fingerprints = await scenario.QueryAsync(
            "SELECT fingerprint FROM planrunner.marker WHERE step IN ('count', 'double') ORDER BY step"
        );
        await scenario.WritePlanAsync(plan + Swapped + "\n  - id: more\n    sql: { on: db, text: \"INSERT INTO counter VALUES (100)\" }\n");
        var lines = (await File.ReadAllLinesAsync(scenario.StatePath)).Length;
        for (var line = 1; line <= 2; line++)
            await scenario.DieAsync(before: false, line);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.True((await File.ReadAllLinesAsync(scenario.StatePath)).Length > lines);
        Assert.Equal(["2", "100"], await scenario.QueryAsync("SELECT n FROM counter ORDER BY n"));
        Assert.Equal(
            fingerprints.AsEnumerable().Reverse(),
            await scenario.QueryAsync("SELECT fingerprint FROM planrunner.marker WHERE step IN ('count', 'double') ORDER BY step")
        );
        Assert.Contains("say the same", (await scenario.RunAsync("status")).Error, StringComparison.Ordinal);
    }
}
