using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What goes on after its runner was killed is ended, or waited for, before anybody asks whether it worked.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class LeftoverTests(Postgres18Fixture postgres) : IClassFixture<Postgres18Fixture>
{
    [Theory]
    [InlineData(
        "shell",
        "shell: { run: \"echo begun > begun; sleep 4; psql service=db -Xqc \\\"INSERT INTO eff VALUES ('x')\\\"\", with_connections: [db] }"
    )]
    [InlineData("outside", "sql: { on: db, text: CALL slow(), transaction: forbidden }")]
    public async Task A_step_that_runs_on_after_a_kill_is_not_run_beside_itself(string name, string body)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            $"left_{name}",
            $"""
            plan: left
            version: 1
            connections: {"{"} db: {"{"} description: One {"}"} {"}"}
            steps:
              - id: table
                sql:
                  on: db
                  text: |
                    CREATE TABLE eff (step text);
                    CREATE PROCEDURE slow() LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(4); INSERT INTO eff VALUES ('x'); END$$;
              - id: late
                {body}
                done_when: {"{"} on: db, text: SELECT true FROM eff {"}"}
            """
        );
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        while (!File.Exists(Path.Combine(scenario.Folder, "begun")) && !await RunsAsync(scenario))
            await Task.Delay(20);
        process.Kill();
        await PlanRunnerProcess.EndAsync(process);

        var resumed = await scenario.ApplyAsync();
        Assert.True(resumed.ExitCode == 0, scenario.Log);
        Assert.Equal(["1"], await scenario.QueryAsync("SELECT count(*) FROM eff"));
        Assert.True(resumed.Error.Contains("already   late", StringComparison.Ordinal), scenario.Log);
    }

    private static async Task<bool> RunsAsync(PlanScenario scenario) =>
        (
            await scenario.QueryAsync(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%CALL slow%' AND pid <> pg_backend_pid() AND state = 'active'"
            )
        ).Count > 0;
}
