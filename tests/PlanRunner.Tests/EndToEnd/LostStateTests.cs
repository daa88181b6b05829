using System.Text.RegularExpressions;
using PlanRunner.Runner.State;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A state that is gone, or was repaired, does not tell what ran. Markers tell a part of it; the rest is in doubt, never run again in silence.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class LostStateTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Plan = """
        plan: lost
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
            undo: none
          - id: tool
            shell: { run: "echo tool >>ran" }
            undo: none
          - id: asked
            shell: { run: "echo asked >>ran" }
            done_when: { on: db, text: "SELECT count(*) > 0 FROM eff WHERE step = 'once'" }
            undo: none
          - id: again
            shell: { run: "echo again >>again" }
            idempotent: true
            undo: none
          - id: once
            sql: { on: db, text: "INSERT INTO eff VALUES ('once')" }
            undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'once'" } }
          - id: behind
            shell: { run: "echo behind >>ran" }
            undo: none
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
            undo: none
          - id: after
            shell: { run: "echo after >>ran" }
            undo: none
        """;

    private const string Window = """
        plan: lost
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
            undo: none
          - id: window
            on_failure: undo
            timeout: 10m
            steps:
              - id: freeze
                sql: { on: db, text: "INSERT INTO eff VALUES ('frozen')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'frozen'" } }
              - id: inside
                shell: { run: "touch begun; while [ ! -e go ]; do sleep 0.05; done" }
                idempotent: true
                undo: none
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
            undo: none
        """;

    [Fact]
    public async Task What_leaves_no_marker_and_may_have_run_is_in_doubt_and_the_dry_run_says_what_then_runs()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "lost_shell", Plan, marked: true);
        Assert.True((await scenario.RunAsync("apply", "--yes", "--until", "behind")).ExitCode == 0, scenario.Log);
        LoseState(scenario);

        // Read-only: twice the same.
        foreach (var _ in new[] { 1, 2 })
        {
            var shown = await scenario.RunAsync("dry-run");
            Assert.True(
                shown.ExitCode == 4
                    && Regex.Count(shown.Error, "PR5051") == 2
                    && Regex.Count(shown.Error, "PR5053: (tool|asked|again|behind) may have run") == 4,
                scenario.Log
            );
            Assert.Contains("next: planrunner apply plan.yaml --env here", shown.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(scenario.Folder, ".planrunner")));
        }

        var found = await scenario.ApplyAsync();
        Assert.True(found.ExitCode == 4 && Regex.Count(found.Error, "PR5053") == 4, scenario.Log);
        // What asks by itself is settled by itself; the others a person has to look at.
        foreach (var step in new[] { "tool", "behind" })
        {
            var asks = await scenario.ApplyAsync();
            Assert.True(asks.ExitCode == 4 && asks.Error.Contains($"resolve plan.yaml {step}", StringComparison.Ordinal), scenario.Log);
            Assert.Equal(0, (await scenario.RunAsync("resolve", step, "--done", "--reason", "looked")).ExitCode);
        }

        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["tool", "asked", "behind", "after"], await File.ReadAllLinesAsync(Path.Combine(scenario.Folder, "ran")));
        Assert.Equal(["last", "once"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_window_whose_markers_tell_a_part_is_open_and_is_taken_back()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "lost_window", Window, marked: true);
        await KillInWindowAsync(scenario);
        LoseState(scenario);

        var shown = await scenario.RunAsync("dry-run");
        Assert.True(
            shown.ExitCode == 4 && shown.Error.Contains("PR5052: group \"window\" is OPEN", StringComparison.Ordinal),
            scenario.Log
        );
        var found = await scenario.ApplyAsync();
        Assert.True(
            found.ExitCode == 4 && found.Error.Contains("PR5052: group \"window\" is OPEN", StringComparison.Ordinal),
            scenario.Log
        );
        Assert.Contains("OPEN", (await scenario.RunAsync("status")).Output, StringComparison.Ordinal);
        Assert.Equal(["frozen"], await scenario.QueryAsync("SELECT step FROM eff"));

        // Where nobody answers, it is taken back all the same and nothing else runs.
        var unasked = await scenario.RunAsync("apply");
        Assert.True(unasked.ExitCode == 4, scenario.Log);
        Assert.True((await scenario.QueryAsync("SELECT step FROM eff")).Count == 0, scenario.Log);
        await scenario.RunToTheEndAsync();
        Assert.Equal(["frozen", "last"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task After_a_repair_a_new_state_is_refused_until_somebody_says_that_no_window_stands()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "lost_repaired", Window);
        await KillInWindowAsync(scenario);
        await File.WriteAllLinesAsync(
            scenario.StatePath,
            (await File.ReadAllLinesAsync(scenario.StatePath))
                .TakeWhile(line => !line.Contains("\"window", StringComparison.Ordinal))
                .Append("{}")
        );
        Assert.Equal(0, (await StateAsync(scenario, "repair")).ExitCode);

        var refused = await StateAsync(scenario, "new");
        Assert.True(
            refused.ExitCode == 4
                && refused.Error.Contains("PR5043: it is not known whether group \"window\" is still open", StringComparison.Ordinal)
                && refused.Error.Contains("--window-closed \"…\"", StringComparison.Ordinal),
            refused.Error
        );
        await scenario.QueryAsync("DROP TABLE eff");
        var begun = await StateAsync(scenario, "new", "--window-closed", "taken back by hand");
        Assert.True(begun.ExitCode == 0, begun.Error);
        await scenario.RunToTheEndAsync();
        Assert.Equal(["frozen", "last"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task Every_state_that_was_archived_is_kept_also_of_the_same_second()
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-archives-").FullName;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, "plan.yaml"),
                "plan: lost\nversion: 1\nsteps:\n  - id: tool\n    shell: { run: echo tool }\n    idempotent: true\n"
            );
            Directory.CreateDirectory(Path.Combine(folder, "environments"));
            await File.WriteAllTextAsync(Path.Combine(folder, "environments/here.yaml"), "environment: here\n");
            var state = Path.Combine(folder, ".planrunner/lost.here.state.jsonl");
            StateStore.BeginAnew(state, "lost", "here", TimeProvider.System);
            // Whichever second it is: something was archived in it.
            for (var second = 0; second < 300; second++)
                await File.WriteAllTextAsync(StateFile.ArchiveName(state, DateTimeOffset.UtcNow.AddSeconds(second)), "earlier");
            var archived = await File.ReadAllTextAsync(state);

            var begun = await PlanRunnerProcess.RunAsync(folder, "state", "new", "plan.yaml", "--env", "here");
            Assert.True(begun.ExitCode == 0, begun.Error);
            var kept = Directory.GetFiles(Path.Combine(folder, ".planrunner"), "*.archived-2").Single();
            Assert.Contains(kept, begun.Output, StringComparison.Ordinal);
            Assert.Equal(archived, await File.ReadAllTextAsync(kept));
            Assert.All(
                Directory.GetFiles(Path.Combine(folder, ".planrunner"), "*.archived"),
                file => Assert.Equal("earlier", File.ReadAllText(file))
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_undo_that_is_stuck_inside_a_window_says_that_it_stands_until_it_is_taken_back()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "lost_undo", Window);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        await scenario.RunToTheEndAsync();
        await scenario.QueryAsync("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$");
        await scenario.QueryAsync("CREATE TRIGGER refuse BEFORE DELETE ON eff EXECUTE FUNCTION refuse()");

        var stuck = await scenario.RunAsync("undo", "--to", "table", "--yes");
        Assert.True(stuck.ExitCode == 6 && stuck.Error.Contains("OPEN", StringComparison.Ordinal), scenario.Log);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 6, scenario.Log);
        Assert.Contains("OPEN", (await scenario.RunAsync("status")).Output, StringComparison.Ordinal);
        await scenario.QueryAsync("DROP TRIGGER refuse ON eff");
        await scenario.RunToTheEndAsync();
        Assert.Equal(["frozen", "last"], (await scenario.QueryAsync("SELECT DISTINCT step FROM eff ORDER BY 1")));
    }

    private static async Task KillInWindowAsync(PlanScenario scenario)
    {
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        await scenario.UntilAsync(
            () => Task.FromResult(File.Exists(Path.Combine(scenario.Folder, "begun"))),
            "it has begun",
            () => process.HasExited
        );
        process.Kill();
        await PlanRunnerProcess.EndAsync(process);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
    }

    private static void LoseState(PlanScenario scenario) => Directory.Delete(Path.Combine(scenario.Folder, ".planrunner"), recursive: true);

    private static Task<PlanRunner.Steps.Processes.ProcessResult> StateAsync(PlanScenario scenario, string command, params string[] more) =>
        PlanRunnerProcess.RunAsync(scenario.Folder, ["state", command, "plan.yaml", "--env", "here", .. more]);
}
