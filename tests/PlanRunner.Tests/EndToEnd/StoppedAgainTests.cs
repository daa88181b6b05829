using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What the first signal cannot bring to an end: the second one is immediate, and a server that is away is waited for by later runs.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class StoppedAgainTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Window = """
        plan: again
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: "CREATE TABLE eff (step text); CREATE TABLE gate (n int)" }
          - id: window
            on_failure: undo
            timeout: 10m
            steps:
              - id: freeze
                sql: { on: db, text: "INSERT INTO eff VALUES ('frozen')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'frozen'; DELETE FROM gate" } }
              - id: inside
                shell: { run: "[ -e go ] || { touch begun; sleep 600; }" }
                idempotent: true
                undo: none
          - id: last
            sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
        """;

    [Fact]
    public async Task The_second_signal_ends_children_that_hear_nothing_at_once()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "again_child",
            """
            plan: deaf
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: work
                shell:
                  run: |
                    if [ ! -e go ]; then
                      # The same signal at once would count as one.
                      trap 'sleep 0.5; touch heard' INT
                      trap '' TERM
                      sh -c 'trap "" INT TERM; sleep 600' &
                      touch begun
                      while true; do wait; sleep 0.05; done
                    fi
                    echo once >> effects
                done_when: { on: db, text: SELECT false }
            """
        );
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        var telling = PlanRunnerProcess.EndAsync(process);
        await BegunAsync(scenario, process, "begun");
        Signals.Send(process.Id, Signals.Interrupt);
        await BegunAsync(scenario, process, "heard");
        Signals.Send(process.Id, Signals.Interrupt);
        Assert.Contains("ended at once by a second signal", await telling, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        await scenario.UntilNothingRunsAsync();

        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["once"], await File.ReadAllLinesAsync(Path.Combine(scenario.Folder, "effects")));
    }

    [Fact]
    public async Task The_second_signal_ends_those_too_that_left_their_session_and_have_no_parent()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "again_session",
            """
            plan: gone
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: work
                shell:
                  run: |
                    if [ ! -e go ]; then
                      trap 'sleep 0.5; touch heard' INT
                      trap '' TERM
                      # The shell between ends at once, so that it is the child of nobody here.
                      (setsid sh -c 'trap "" INT TERM; echo $$ >left; sleep 600' >/dev/null 2>&1 &)
                      while [ ! -s left ]; do sleep 0.01; done
                      touch begun
                      while true; do wait; sleep 0.05; done
                    fi
                idempotent: true
            """
        );
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        var telling = PlanRunnerProcess.EndAsync(process);
        await BegunAsync(scenario, process, "begun");
        var left = int.Parse(
            await File.ReadAllTextAsync(Path.Combine(scenario.Folder, "left")),
            System.Globalization.CultureInfo.InvariantCulture
        );
        Signals.Send(process.Id, Signals.Interrupt);
        await BegunAsync(scenario, process, "heard");
        Assert.True(Signals.Exists(left));
        Signals.Send(process.Id, Signals.Interrupt);
        await telling;
        Assert.Equal(130, process.ExitCode);
        await scenario.UntilNothingRunsAsync();

        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
    }

    [Fact]
    public async Task The_second_signal_while_a_window_is_taken_back_leaves_it_to_the_next_run()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "again_window", Window);
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        var telling = PlanRunnerProcess.EndAsync(process);
        await BegunAsync(scenario, process, "begun");
        await using (await scenario.HoldAsync("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE"))
        {
            Signals.Send(process.Id, Signals.Interrupt);
            await scenario.UntilAsync(
                async () =>
                    (
                        await scenario.QueryAsync(
                            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                        )
                    ).Count > 0,
                "it is being taken back",
                () => process.HasExited
            );
            Signals.Send(process.Id, Signals.Terminate);
            var told = await telling;
            Assert.True(process.ExitCode == 130, told);
            await scenario.UntilNothingRunsAsync(told);
            Assert.Equal(["frozen"], await scenario.QueryAsync("SELECT step FROM eff"));
        }

        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        var next = await scenario.ApplyAsync();
        Assert.True(next.ExitCode == 0 && next.Error.Contains("reopened  window", StringComparison.Ordinal), scenario.Log);
        Assert.Equal(["frozen", "last"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task A_window_on_a_server_that_cannot_be_reached_is_told_by_every_run_until_it_is_taken_back()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "again_cut", Window);
        await scenario.OnWireAsync();
        await StandsUntilAsync(
            scenario,
            () =>
            {
                scenario.SeverWire();
                return Task.CompletedTask;
            },
            () =>
            {
                scenario.MendWire();
                return Task.CompletedTask;
            }
        );
    }

    [Fact]
    public async Task And_so_is_one_on_a_server_that_was_stopped()
    {
        await using var own = await PostgresCluster.StartNewAsync(new PostgresClusterOptions(), default);
        await using var scenario = await PlanScenario.NewAsync(own, "again_stopped", Window);
        await StandsUntilAsync(scenario, () => own.StopAsync(PostgresStop.Immediate, default), () => own.StartAsync(default));
    }

    private static async Task StandsUntilAsync(PlanScenario scenario, Func<Task> part, Func<Task> mend)
    {
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        var telling = PlanRunnerProcess.EndAsync(process);
        await BegunAsync(scenario, process, "begun");
        await part();
        Signals.Send(process.Id, Signals.Terminate);
        var told = await telling;
        Assert.True(process.ExitCode == 6, $"exit {process.ExitCode}\n{told}");
        Assert.Contains("DELETE FROM eff WHERE step = 'frozen'", told, StringComparison.Ordinal);
        Assert.Contains("next: planrunner apply plan.yaml --env here", told, StringComparison.Ordinal);
        for (var again = 1; again <= 2; again++)
        {
            var refused = await scenario.ApplyAsync();
            Assert.True(
                refused.ExitCode == 6 && refused.Error.Contains("group \"window\" is OPEN since", StringComparison.Ordinal),
                scenario.Log
            );
            Assert.Contains("next: planrunner apply plan.yaml --env here", refused.Error, StringComparison.Ordinal);
        }

        Assert.Contains("OPEN     window", (await scenario.RunAsync("status")).Output, StringComparison.Ordinal);
        await mend();
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        var next = await scenario.ApplyAsync();
        Assert.True(next.ExitCode == 0 && next.Error.Contains("reopened  window", StringComparison.Ordinal), scenario.Log);
        Assert.Equal(["frozen", "last"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    private static Task BegunAsync(PlanScenario scenario, System.Diagnostics.Process process, string file) =>
        scenario.UntilAsync(
            () => Task.FromResult(File.Exists(Path.Combine(scenario.Folder, file))),
            $"{file} is there",
            () => process.HasExited
        );
}
