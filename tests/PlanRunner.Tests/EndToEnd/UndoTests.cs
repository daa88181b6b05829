using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Taking back, which is as exact as running: killed anywhere, cut anywhere, refused where it would lose something.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class UndoTests(Postgres18Fixture postgres) : IClassFixture<Postgres18Fixture>
{
    private const string Counted = """
        plan: counted
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE IF NOT EXISTS ctr (n int)" }
            undo: none
          - id: row
            sql: { on: db, text: "INSERT INTO ctr VALUES (0)" }
            undo: { sql: { on: db, text: "DELETE FROM ctr" } }
          - id: up
            sql: { on: db, text: "UPDATE ctr SET n = n + 1" }
            undo: { sql: { on: db, text: "UPDATE ctr SET n = n - 1" } }
            waive: { no-where: the table has one row }
        """;

    private const string Window = """
        plan: window
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
            undo: none
          - id: g
            on_failure: undo
            steps:
              - id: a
                sql: { on: db, text: "INSERT INTO eff VALUES ('a')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'a'" } }
              - id: b
                sql: { on: db, text: "INSERT INTO eff VALUES ('b')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'b'" } }
        """;

    [Fact]
    public async Task Killed_around_each_message_and_typed_again_it_takes_back_once()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_killed", Counted);
        await scenario.OnWireAsync();
        var kills = 0;
        foreach (var delivered in new[] { false, true })
        {
            var killed = true;
            for (var message = 1; killed; message++)
            {
                Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
                Assert.Equal(["1"], await scenario.QueryAsync("SELECT n FROM ctr"));
                (killed, _) = await scenario.DieOnWireAsync(message, delivered, "undo", "--to", "row");
                kills += killed ? 1 : 0;
                Assert.True((await scenario.RunAsync("undo", "--to", "row", "--yes")).ExitCode == 0, scenario.Log);
                Assert.Equal(["0"], await scenario.QueryAsync("SELECT n FROM ctr"));
            }
        }

        Assert.InRange(kills, 12, 200);
    }

    [Fact]
    public async Task What_the_server_refuses_in_the_middle_is_the_failure_of_that_step_and_the_run_has_an_end()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_refused", Counted, marked: true);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        foreach (
            var statement in new[]
            {
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'markers stay'; END $$",
                "CREATE TRIGGER keep BEFORE DELETE ON planrunner.marker FOR EACH ROW WHEN (OLD.step = 'table') EXECUTE FUNCTION keep()",
            }
        )
            await scenario.QueryAsync(statement);
        var undone = await scenario.RunAsync("undo", "--yes");
        Assert.True(undone.ExitCode == 6, scenario.Log);
        Assert.Matches("(?s)error PR\\d+: .*markers stay.*\nnext: planrunner undo ", undone.Error);
        Assert.Matches("\"event\":\"run-finished\"[^\n]*\"exit_?[cC]ode\":6", (await scenario.JournalAsync()).TrimEnd().Split('\n')[^1]);

        await scenario.QueryAsync("DROP TRIGGER keep ON planrunner.marker");
        Assert.True((await scenario.RunAsync("undo", "--yes")).ExitCode is 0 or 4, scenario.Log);
    }

    private const string Concurrent = """
        plan: concurrent
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE IF NOT EXISTS orders (id int CONSTRAINT one PRIMARY KEY, email text)" }
            undo: none
          - id: email
            sql: { on: db, text: "CREATE UNIQUE INDEX CONCURRENTLY orders_email ON orders (email)" }
            undo: { sql: { on: db, text: "DROP INDEX CONCURRENTLY orders_email" } }
          - id: report
            shell: { run: "true" }
            undo: none
        """;

    [Fact]
    public async Task What_is_shown_of_it_is_what_its_own_attempts_left_and_not_what_the_step_found()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_shown", Concurrent);
        async Task<string> ShownAsync(params string[] more)
        {
            var shown = await scenario.RunAsync("undo", ["--dry-run", .. more]);
            Assert.True(shown.ExitCode == 0, scenario.Log);
            Assert.Contains("DROP INDEX CONCURRENTLY orders_email", shown.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("found done already", shown.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("tried and rolled back", shown.Output, StringComparison.Ordinal);
            return shown.Output;
        }

        // The step found one index, then three that are gone since.
        await scenario.ApplyAsync();
        var text = await ShownAsync();
        Assert.Contains("Plan: 3 to be undone, 0 changed", text, StringComparison.Ordinal);
        Assert.Contains("< report  [shell · nothing runs]", text, StringComparison.Ordinal);
        var comment = await ShownAsync("--output", "markdown");
        Assert.StartsWith("<!-- planrunner undo concurrent here -->\n", comment, StringComparison.Ordinal);
        Assert.Contains("**3 to be undone**, ", comment, StringComparison.Ordinal);
        var undone = await scenario.RunAsync("undo", "--yes");
        Assert.True(
            undone.ExitCode == 0 && undone.Output.EndsWith(": 0 done, 0 found done, 3 undone.\n", StringComparison.Ordinal),
            scenario.Log
        );
        Assert.Empty(await scenario.QueryAsync("SELECT FROM pg_class WHERE relname = 'orders_email'"));

        await scenario.QueryAsync("ALTER TABLE orders ADD CONSTRAINT two UNIQUE (id, email), ADD CONSTRAINT three UNIQUE (email, id)");
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        await scenario.QueryAsync("ALTER TABLE orders DROP CONSTRAINT one, DROP CONSTRAINT two, DROP CONSTRAINT three");
        await ShownAsync();

        // What its own attempt left is known by the journal of that attempt.
        var died = await PlanRunnerProcess.RunDyingAsync(
            scenario.Folder,
            before: true,
            "undone:email",
            "undo",
            "plan.yaml",
            "--env",
            "here",
            "--to",
            "table",
            "--yes"
        );
        Assert.True(died.ExitCode > 128, died.Error);
        var gone = await scenario.RunAsync("undo", "--dry-run");
        Assert.True(gone.ExitCode == 0 && gone.Output.Contains("index orders_email is gone", StringComparison.Ordinal), scenario.Log);
        Assert.Contains("2 to be undone (1 found done already)", gone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_cut_off_and_that_nothing_can_tell_of_is_gone_on_with_and_nothing_else_is_taken_back()
    {
        var plan =
            Counted
            + """

                  - id: files
                    shell: { run: "true" }
                    undo: { shell: { run: "true" } }
                """;
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_cut_off", plan);
        await scenario.ApplyAsync();
        await PlanRunnerProcess.RunDyingAsync(scenario.Folder, before: true, "undone:files", "undo", "plan.yaml", "--env", "here", "--yes");
        foreach (var command in new[] { "apply", "dry-run", "status" })
        {
            var told = await scenario.RunAsync(command);
            Assert.EndsWith("next: planrunner undo plan.yaml --env here --to up\n", told.Error, StringComparison.Ordinal);
            Assert.Contains(
                "planrunner resolve plan.yaml files --env here --not-done --reason \"…\" if \"files\" is undone, or the same with --done",
                told.Error,
                StringComparison.Ordinal
            );
        }

        var refused = await scenario.RunAsync("undo", "--to", "up", "--yes");
        Assert.True(refused.ExitCode == 6 && refused.Error.Contains("PR6012", StringComparison.Ordinal), scenario.Log);
        Assert.Equal(["1"], await scenario.QueryAsync("SELECT n FROM ctr"));

        var help = (await PlanRunnerProcess.RunAsync(scenario.Folder, "undo", "--help")).Output;
        Assert.DoesNotContain("apply", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_stop_inside_a_guarded_group()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_cut", Window);
        await scenario.ApplyAsync();
        var refused = await scenario.RunAsync("undo", "--to", "g/a", "--yes");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("PR3905", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_group_that_was_taken_back_by_half_is_taken_back_whole_before_it_runs_again()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "undo_half",
            Window.Replace("DELETE FROM eff WHERE step = 'a'", "DELETE FROM eff WHERE step = 'a' AND missing()", StringComparison.Ordinal)
        );
        await scenario.ApplyAsync();
        Assert.Equal(6, (await scenario.RunAsync("undo", "--to", "table", "--yes")).ExitCode);
        Assert.Equal(["a"], await scenario.QueryAsync("SELECT step FROM eff"));

        await scenario.WritePlanAsync(Window);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["a", "b"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task It_stops_at_a_point_of_no_return_and_goes_past_it_only_when_it_is_named()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_past", Counted + "\n    point_of_no_return: true");
        await scenario.ApplyAsync();
        var refused = await scenario.RunAsync("undo", "--to", "table", "--yes");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("undo plan.yaml --env here --to table --yes --past up", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["1"], await scenario.QueryAsync("SELECT n FROM ctr"));
        Assert.Equal(0, (await scenario.RunAsync("undo", "--to", "table", "--past", "up", "--yes")).ExitCode);
        Assert.Empty(await scenario.QueryAsync("SELECT n FROM ctr"));
    }

    [Fact]
    public async Task Nobody_to_ask_names_the_command_that_was_meant()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undo_again", Counted);
        await scenario.ApplyAsync();
        Assert.Contains(
            "planrunner undo plan.yaml --env here --to row --yes",
            (await scenario.RunAsync("undo", "--to", "row")).Error,
            StringComparison.Ordinal
        );
    }
}
