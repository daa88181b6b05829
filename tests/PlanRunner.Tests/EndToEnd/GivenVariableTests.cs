using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What a run was given is known to the next one, and a list that is half done is settled statement by statement.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class GivenVariableTests(Postgres17Fixture postgres) : IClassFixture<Postgres17Fixture>
{
    private const string Plan = """
        plan: given
        version: 1
        connections: { db: { description: One } }
        secrets: [password]
        variables:
          step: { type: integer, default: 1 }
          note: { default: none }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE part (n int CHECK (n <> 15))" }
            undo: { sql: { on: db, text: "DROP TABLE part" } }
          - id: each
            generate: { from: db, on: db, text: "SELECT format('INSERT INTO part VALUES (%s)', n * {{ step }}) AS sql, n AS key FROM generate_series(1, 3) n" }
            undo: none
          - id: tell
            manual: { instructions: "Tell them: {{ note }}" }
        """;

    [Fact]
    public async Task A_later_command_says_which_values_the_last_run_had_and_takes_them()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "given_values", Plan);
        var password = await File.ReadAllTextAsync(Path.Combine(scenario.Folder, "password"));
        var failed = await scenario.RunAsync("apply", "--yes", "--var", "step=5", "--var", $"note=x{password}x");
        Assert.True(failed.ExitCode == 1, scenario.Log);
        Assert.Contains("next: planrunner apply plan.yaml --env here --var step=5", failed.Error, StringComparison.Ordinal);
        Assert.Contains("--yes", failed.Error[failed.Error.IndexOf("next:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("--var note=… ", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(password, await scenario.JournalAsync(), StringComparison.Ordinal);
        var looked = await scenario.RunAsync("dry-run", "--var", "step=5", "--var", $"note=x{password}x");
        Assert.Contains("Tell them: (secret password)", looked.Output, StringComparison.Ordinal);

        var other = await scenario.ApplyAsync();
        Assert.True(other.ExitCode == 4, scenario.Log);
        Assert.Contains("PR5085", other.Error, StringComparison.Ordinal);
        Assert.Contains("--var step=5 --var note=…", other.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--not-done", other.Error, StringComparison.Ordinal);
        Assert.Contains("given    --var step=5", (await scenario.RunAsync("status", "--var", "step=5")).Output, StringComparison.Ordinal);
        Assert.Contains("pass --same-vars", (await scenario.RunAsync("dry-run", "--offline")).Error, StringComparison.Ordinal);
        Assert.Contains("PR5084", (await scenario.RunAsync("dry-run", "--offline", "--same-vars")).Error, StringComparison.Ordinal);

        Assert.Contains(
            "PR5083",
            (await scenario.RunAsync("resolve", "each", "--same-vars", "--var", "note=a", "--item", "4", "--done", "--reason", "r")).Error,
            StringComparison.Ordinal
        );
        // Of what is known to be done nobody says otherwise: it would run twice.
        foreach (var said in new[] { "--not-done", "--done" })
            Assert.Contains(
                "PR5083",
                (await scenario.RunAsync("resolve", "each", "--same-vars", "--var", "note=a", "--item", "1", said, "--reason", "r")).Error,
                StringComparison.Ordinal
            );
        var settled = await scenario.RunAsync(
            "resolve",
            "each",
            "--same-vars",
            "--var",
            "note=a",
            "--item",
            "3",
            "--done",
            "--reason",
            "by hand"
        );
        Assert.True(settled.ExitCode == 0, scenario.Log);
        var person = await scenario.RunAsync("apply", "--yes", "--same-vars", "--var", "note=a");
        Assert.True(
            person.ExitCode == 4
                && person.Error.Contains("planrunner approve plan.yaml tell --env here --var note=a --same-vars", StringComparison.Ordinal),
            scenario.Log
        );
        Assert.Equal(["5", "10"], await scenario.QueryAsync("SELECT n FROM part ORDER BY n"));

        Assert.Equal(0, (await scenario.RunAsync("approve", "tell", "--same-vars")).ExitCode);
        Assert.True((await scenario.RunAsync("apply", "--yes", "--same-vars")).ExitCode == 0, scenario.Log);
        Assert.DoesNotContain(password, scenario.Log.Replace($"note=x{password}x", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(password, await scenario.JournalAsync(), StringComparison.Ordinal);
        var text = (await scenario.RunAsync("status", "--same-vars")).Output;
        Assert.Matches($@"done\s+table .*by {Environment.UserName}@{Environment.MachineName}", text);
        Assert.Contains($"approved by {Environment.UserName}@{Environment.MachineName}, ", text, StringComparison.Ordinal);
        Assert.Contains($"resolved as done: 3 by {Environment.UserName}@", text, StringComparison.Ordinal);
        var json = (await scenario.RunAsync("status", "--same-vars", "--output", "json")).Output;
        Assert.Contains("\"what\": \"approved\"", json, StringComparison.Ordinal);
        Assert.Contains($"\"host\": \"{Environment.MachineName}\"", json, StringComparison.Ordinal);
        Assert.Contains("\"step\": \"5\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ a,b ]", 0)]
    [InlineData("[a, c]", 4)]
    public async Task A_value_that_is_the_same_in_another_spelling_is_no_other_one(string list, int code)
    {
        using var plan = new TestPlan(
            "  - id: a\n    shell: { run: 'true' }\n  - id: b\n    shell: { run: 'true' }\n",
            "variables: { n: { type: integer, default: 1000 }, b: { type: boolean, default: false }, l: { type: list, default: [a, b] }, x: { type: number, default: 0.5 }, m: { type: map, default: { j: two, k: 1 } } }"
        );
        string[] given = ["--var", "n=0x3E8", "--var", "b=FALSE", "--var", $"l={list}", "--var", "x=0.50", "--var", "m={k: 1, j: two}"];
        var first = await PlanRunnerProcess.RunAsync(
            plan.Folder,
            ["apply", "plan.yaml", "--env", "dev", "--yes", "--until", "a", .. given]
        );
        Assert.True(first.ExitCode == 0, first.Error);
        var second = await PlanRunnerProcess.RunAsync(plan.Folder, "apply", "plan.yaml", "--env", "dev", "--yes");
        Assert.True(second.ExitCode == code, second.Error);
        Assert.Equal(code == 4, second.Error.Contains($"had --var 'l={list}', and this command does not", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rehearsal_that_goes_on_in_a_sandbox_takes_up_what_its_apply_was_given()
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-given-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "plan.yaml"),
            """
            plan: given
            version: 1
            connections: { db: {} }
            variables: { step: { type: integer, default: 1 } }
            steps:
              - id: table
                sql: { on: db, text: CREATE TABLE part (n int) }
                undo: none
              - id: fill
                sql: { on: db, text: "INSERT INTO part VALUES ({{ step }})" }
                undo: none
              - id: five
                assert: { on: db, text: SELECT n FROM part, equals: 5 }
            """
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments/rehearsal.yaml"),
            "environment: rehearsal\nconnections: { db: { sandbox: { database: shop, username: migration, password: password, seed: [seed.sql] } } }\nsecrets: { password: { generated: true } }\n"
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "seed.sql"),
            "CREATE ROLE migration LOGIN SUPERUSER PASSWORD {{ secrets.password | sql.literal }};\n"
        );
        var sandbox = Path.Combine(Path.GetTempPath(), $"planrunner-given-sandbox-{Guid.NewGuid():N}");
        MigrationSandbox.Expect(
            0,
            await PlanRunnerProcess.RunAsync(folder, "rehearse", "plan.yaml", "--setup-only", "--sandbox", sandbox, "--yes")
        );
        string[] where = ["plan.yaml", "--env", Path.Combine(sandbox, "environment.yaml"), "--state", Path.Combine(sandbox, "state.jsonl")];
        MigrationSandbox.Expect(
            0,
            await PlanRunnerProcess.RunAsync(folder, ["apply", .. where, "--yes", "--var", "step=5", "--until", "table"])
        );
        MigrationSandbox.Expect(0, await PlanRunnerProcess.RunAsync(folder, "rehearse", "plan.yaml", "--sandbox", sandbox, "--yes"));
        Assert.False(Directory.Exists(sandbox));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_status_without_a_state_file_reads_the_markers_in_the_database()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "given_markers",
            Plan[..Plan.IndexOf("  - id: each", StringComparison.Ordinal)],
            marked: true
        );
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        var run = Assert.Single(await scenario.QueryAsync("SELECT run FROM planrunner.marker"));
        Directory.Delete(Path.Combine(scenario.Folder, ".planrunner"), recursive: true);
        Assert.Matches($@"done\s+table .*run {run}", (await scenario.RunAsync("status")).Output);
        var json = (await scenario.RunAsync("status", "--output", "json")).Output;
        Assert.Contains("\"status\": \"done\"", json, StringComparison.Ordinal);
        Assert.Contains($"\"run\": \"{run}\"", json, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(scenario.Folder, ".planrunner")));
    }

    [Fact]
    public async Task An_undo_is_looked_at_like_a_dry_run_and_runs_unattended_where_it_is_confirmed_or_approved()
    {
        const string Twice = """
              - id: more
                sql: { on: db, text: "INSERT INTO part VALUES (1)" }
                undo: { generate: { from: db, on: db, text: "SELECT format('DELETE FROM part WHERE n = %s', n) AS sql FROM part" } }
            """;
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "given_undo",
            Plan[..Plan.IndexOf("  - id: each", StringComparison.Ordinal)] + Twice
        );
        var environment = Path.Combine(scenario.Folder, "environments", "here.yaml");
        await File.WriteAllTextAsync(environment, "protected: true\n" + await File.ReadAllTextAsync(environment));
        Assert.True((await scenario.RunAsync("apply", "--yes", "--first-run")).ExitCode == 0, scenario.Log);
        var journal = await scenario.JournalAsync();
        foreach (
            var (output, mark) in new[]
            {
                ("text", "< table"),
                ("markdown", "<code>&lt;</code> <code>table"),
                ("html", "m-taken_back"),
                ("json", "\"mark\": \"taken_back\""),
                ("github", "loses-data"),
            }
        )
        {
            var shown = await scenario.RunAsync("undo", "--dry-run", "--output", output);
            Assert.True(
                shown.ExitCode == 0
                    && shown.Output.Contains(mark, StringComparison.Ordinal)
                    && (output == "github" || shown.Output.Contains("DELETE FROM part WHERE n = 1", StringComparison.Ordinal)),
                $"{output}: {shown.Output} {shown.Error}"
            );
        }

        Assert.Equal(0, (await scenario.RunAsync("undo", "--to", "table", "--dry-run", "--out", "approved.json")).ExitCode);
        Assert.Equal(journal, await scenario.JournalAsync());
        var asked = await scenario.RunAsync("undo", "--yes");
        Assert.True(
            asked.ExitCode == 4
                && asked.Error.Contains(
                    "planrunner undo plan.yaml --env here --yes --confirm more --confirm table",
                    StringComparison.Ordinal
                ),
            scenario.Log
        );
        var other = await scenario.RunAsync("undo", "--approved", "approved.json");
        Assert.True(other.ExitCode == 4 && other.Error.Contains("PR5060", StringComparison.Ordinal), scenario.Log);
        Assert.Contains(
            "it is of an undo",
            (await scenario.RunAsync("apply", "--approved", "approved.json")).Error
                + (await scenario.RunAsync("dry-run", "--offline", "--approved", "approved.json")).Error,
            StringComparison.Ordinal
        );
        Assert.True((await scenario.RunAsync("undo", "--to", "table", "--approved", "approved.json")).ExitCode == 0, scenario.Log);
        Assert.True((await scenario.RunAsync("undo", "--yes", "--confirm", "table")).ExitCode == 0, scenario.Log);
        Assert.Equal(["0"], await scenario.QueryAsync("SELECT count(*) FROM pg_class WHERE relname = 'part'"));
    }
}
