using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>A unique index that is built concurrently over rows that are not unique: it fails, and leaves itself behind, invalid.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class InvalidIndexTests(Postgres17Fixture postgres) : IClassFixture<Postgres17Fixture>
{
    private const string Valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('visitor_email')";

    [Fact]
    public async Task It_is_told_dropped_and_built_again_and_never_in_doubt()
    {
        await using var scenario = await ScenarioAsync(
            "invalid_index",
            "sql: { on: db, text: CREATE UNIQUE INDEX CONCURRENTLY visitor_email ON visitor (email) }"
        );
        var dry = await scenario.RunAsync("dry-run");
        Assert.Contains(
            "if interrupted, it is resolved by itself: pg_index shows visitor_email, valid and with this definition",
            dry.Output,
            StringComparison.Ordinal
        );

        var failed = await scenario.ApplyAsync();
        Assert.True(failed.ExitCode == 1, scenario.Log);
        Assert.Contains("left: index public.visitor_email is invalid, left by this step", failed.Error, StringComparison.Ordinal);
        Assert.Contains("dropped concurrently, then rebuilt by the next apply", failed.Error, StringComparison.Ordinal);
        Assert.Equal(["False"], await scenario.QueryAsync(Valid));
        Assert.Equal(["rows done", "email failed"], await scenario.MarksAsync());

        dry = await scenario.RunAsync("dry-run");
        Assert.Contains(
            "now: index public.visitor_email is invalid, left by this step: dropped concurrently, then rebuilt",
            dry.Output,
            StringComparison.Ordinal
        );
        var status = await scenario.RunAsync("status");
        Assert.Contains("index public.visitor_email is invalid, left by this step", status.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cut off", dry.Output + status.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("interrupted ", dry.Output + status.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("was interrupted", dry.Output + status.Output, StringComparison.Ordinal);

        // Again with the same rows: it is dropped, built and refused again.
        Assert.True((await scenario.ApplyAsync()).ExitCode == 1, scenario.Log);
        await scenario.QueryAsync("DELETE FROM visitor WHERE id = 2");
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["True"], await scenario.QueryAsync(Valid));
        await scenario.ExpectNothingToRunAsync();
    }

    [Fact]
    public async Task After_a_person_resolved_it_as_not_done_it_is_built_all_the_same()
    {
        await using var scenario = await ScenarioAsync(
            "resolved_index",
            "sql: { on: db, text: CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS visitor_email ON visitor (email) }\n    idempotent: true"
        );
        // Its runner dies when the server has refused it and before that is journaled.
        await PlanRunnerProcess.RunDyingAsync(
            scenario.Folder,
            before: true,
            "failed:email",
            "apply",
            "plan.yaml",
            "--env",
            "here",
            "--yes"
        );
        Assert.Equal(["False"], await scenario.QueryAsync(Valid));
        var again = await scenario.ApplyAsync();
        Assert.True(again.ExitCode == 1 && again.Error.Contains("SQLSTATE 23505", StringComparison.Ordinal), scenario.Log);

        await scenario.QueryAsync("DELETE FROM visitor WHERE id = 2");
        await PlanRunnerProcess.RunDyingAsync(scenario.Folder, before: true, "done:email", "apply", "plan.yaml", "--env", "here", "--yes");
        await scenario.RunAsync("resolve", "email", "--not-done", "--reason", "asked too early");
        var last = await scenario.ApplyAsync();
        Assert.True(
            last.ExitCode == 0
                && last.Error.Contains("index public.visitor_email exists, valid and with this definition", StringComparison.Ordinal),
            scenario.Log
        );
        Assert.Equal(["True"], await scenario.QueryAsync(Valid));
    }

    private async Task<PlanScenario> ScenarioAsync(string name, string step) =>
        await PlanScenario.NewAsync(
            postgres.Cluster,
            name,
            $"""
            plan: visitors
            version: 1
            connections: {"{"} db: {"{"} description: One {"}"} {"}"}
            steps:
              - id: rows
                sql: {"{"} on: db, text: "CREATE TABLE visitor (id int, email text); INSERT INTO visitor VALUES (1, 'a'), (2, 'a')" {"}"}
              - id: email
                {step}
                undo: none
            """
        );
}
