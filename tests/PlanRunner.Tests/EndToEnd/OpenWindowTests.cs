using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A window closes again whatever becomes of the terminal, the log and the plan; where it cannot, every later command says so.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class OpenWindowTests(Postgres17Fixture postgres) : IClassFixture<Postgres17Fixture>
{
    private const string Plan = """
        plan: window
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text)" }
          - id: g
            on_failure: undo
            steps:
              - id: freeze
                sql: { on: db, text: "INSERT INTO eff VALUES ('frozen')" }
                undo: { sql: { on: db, text: "INSERT INTO eff VALUES ('thawed')" } }
              - id: inside
                shell: { run: "BODY" }
                idempotent: true
                undo: none
        """;

    [Theory]
    [InlineData("closed_log", "exec \"$@\" apply plan.yaml --env here --yes --verbose >/dev/full 2>/dev/full")]
    [InlineData("gone_reader", "\"$@\" apply plan.yaml --env here --yes --verbose 2>&1 | head -c 1")]
    public async Task It_is_taken_back_when_nobody_can_be_told(string name, string script)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            name,
            Plan.Replace(
                "BODY",
                "for i in 1 2 3 4 5 6 7 8; do head -c 30000 /dev/zero | tr '\\\\0' z >&2; done; exit 1",
                StringComparison.Ordinal
            )
        );
        var command = ProcessCommand.Of("sh", ["-c", script, "sh", .. PlanRunnerProcess.Command]) with
        {
            WorkingDirectory = scenario.Folder,
        };
        await new ProcessRunner().RunAsync(command, CancellationToken.None);
        Assert.Equal(["frozen", "thawed"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task It_is_taken_back_when_the_terminal_goes_away()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "hang_up",
            Plan.Replace("BODY", "touch begun; sleep 60", StringComparison.Ordinal)
        );
        using var terminal = PlanRunnerProcess.OnTerminal(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        await scenario.UntilAsync(
            () => Task.FromResult(File.Exists(Path.Combine(scenario.Folder, "begun"))),
            "it has begun",
            () => terminal.Process.HasExited,
            () => terminal.Shown
        );
        await terminal.CloseAsync();
        await terminal.Process.WaitForExitAsync();
        Assert.Equal(130, terminal.Process.ExitCode);
        Assert.Equal(["frozen", "thawed"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task It_is_taken_back_past_a_step_that_holds_nothing_up_and_before_any_check()
    {
        var plan = Plan.Replace(
                "  - id: g\n",
                "  - id: check\n    assert: { on: db, text: \"SELECT NOT EXISTS (SELECT FROM eff WHERE step = 'frozen')\", is_true: true }\n  - id: g\n",
                StringComparison.Ordinal
            )
            .Replace(
                "      - id: inside\n",
                "      - id: detach\n        sql: { on: db, text: \"INSERT INTO eff VALUES ('detached')\" }\n        undo: { sql: { on: db, text: \"INSERT INTO away VALUES ('attached')\" }, if_stuck: go_on }\n      - id: inside\n",
                StringComparison.Ordinal
            );
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "past_what_is_stuck",
            plan.Replace("BODY", "exit 1", StringComparison.Ordinal)
        );

        var stuck = await scenario.ApplyAsync();
        Assert.True(stuck.ExitCode == 6, scenario.Log);
        Assert.Equal(["detached", "frozen", "thawed"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));

        // What stands in it is told as that, and what was taken back is to run.
        Assert.Equal(["check done", "g/freeze to run", "g/detach to undo", "g/inside to run"], (await scenario.MarksAsync()).Skip(1));
        Assert.Matches(@"\n  to undo    g/detach +to be undone; then it runs again\n", (await scenario.RunAsync("status")).Output);
        Assert.Matches(
            @"\n  ! g/detach .*\n +still in effect: undone first, then it runs again\n",
            (await scenario.RunAsync("dry-run")).Output
        );

        // The check would fail for what the window left; first the window is tried again, also where nobody can be asked for the rest.
        var unanswered = await scenario.RunAsync("apply");
        Assert.True(unanswered.ExitCode == 6 && unanswered.Error.Contains("PR5013", StringComparison.Ordinal), scenario.Log);
        await scenario.QueryAsync("CREATE TABLE away (step text)");
        var closed = await scenario.ApplyAsync();
        Assert.True(closed.ExitCode == 1, scenario.Log);
        Assert.Equal(["attached"], await scenario.QueryAsync("SELECT step FROM away"));
        Assert.Contains("reopened  g  all its steps are undone", closed.Error, StringComparison.Ordinal);
        Assert.Contains("FAILED    check", closed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("renamed", "  - id: g\n", "  - id: h\n")]
    [InlineData("removed_step", "      - id: freeze\n", "      - id: other\n")]
    [InlineData("no_longer_guarded", "    on_failure: undo\n", "")]
    public async Task It_is_not_forgotten_when_the_plan_forgot_it(string name, string was, string becomes)
    {
        var plan = Plan.Replace("BODY", "kill -9 $PPID; touch begun; exit 1", StringComparison.Ordinal);
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, $"forgot_{name}", plan);
        await scenario.ApplyAsync();
        Assert.Equal(["frozen"], await scenario.QueryAsync("SELECT step FROM eff"));

        await scenario.WritePlanAsync(plan.Replace(was, becomes, StringComparison.Ordinal));
        foreach (var command in new string[][] { ["apply", "--yes"], ["undo", "--yes"], ["dry-run"], ["state", "new"] })
        {
            var refused =
                command[0] == "state"
                    ? await PlanRunnerProcess.RunAsync(scenario.Folder, "state", "new", "plan.yaml", "--env", "here")
                    : await scenario.RunAsync(command[0], command[1..]);
            Assert.Equal(6, refused.ExitCode);
            Assert.Contains("PR5018", refused.Error, StringComparison.Ordinal);
        }

        await scenario.WritePlanAsync(plan.Replace("kill -9 $PPID; touch begun; exit 1", "true", StringComparison.Ordinal));
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["frozen", "frozen"], (await scenario.QueryAsync("SELECT step FROM eff")).Where(s => s == "frozen").TakeLast(2));
    }
}
