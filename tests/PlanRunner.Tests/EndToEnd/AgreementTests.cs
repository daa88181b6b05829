using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What was approved is what runs, exactly, or nothing: <c>dry-run --out</c> and <c>apply --approved</c>.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class AgreementTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Plan = """
        plan: agreed
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: table
            sql:
              on: db
              text: |
                CREATE TABLE eff (
                  step text)
          - id: one
            sql: { on: db, text: "INSERT INTO eff VALUES ('one')" }
          - id: two
            sql: { on: db, text: "INSERT INTO eff VALUES ('two')" }
        """;

    [Fact]
    public async Task Exactly_what_was_approved_runs_and_only_once()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "agreed", Plan);
        Expect(0, await scenario.RunAsync("dry-run", "--out", "approved.json"), scenario);
        Expect(0, await scenario.RunAsync("apply", "--approved", "approved.json"), scenario);
        Assert.Equal(["one", "two"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));

        var again = Expect(0, await scenario.RunAsync("apply", "--approved", "approved.json"), scenario);
        Assert.Contains("Nothing to run", again.Output, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
    }

    [Fact]
    public async Task After_a_part_of_it_was_done_the_rest_is_still_what_was_approved()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "rest", Plan);
        Expect(0, await scenario.RunAsync("dry-run", "--out", "approved.json"), scenario);
        Expect(0, await scenario.RunAsync("apply", "--approved", "approved.json", "--until", "one"), scenario);
        Expect(0, await scenario.RunAsync("apply", "--approved", "approved.json"), scenario);
        Assert.Equal(["one", "two"], await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
        // Looking at a stale one is always allowed.
        await scenario.WritePlanAsync(
            Plan + "\n  - id: three\n    sql: { on: db, text: \"INSERT INTO eff VALUES ('three')\" }\n    undo: none\n"
        );
        var looked = Expect(0, await scenario.RunAsync("dry-run", "--approved", "approved.json"), scenario);
        Assert.Contains("warning PR5062", looked.Error, StringComparison.Ordinal);
        var refused = Expect(4, await scenario.RunAsync("apply", "--approved", "approved.json"), scenario);
        Assert.Contains("  - three is to run now, and was not then", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings: { lock_timeout: 7s }", "two runs on other terms: settings\n")]
    [InlineData("done_when: { on: db, text: SELECT true }", "two runs on other terms: done when, on db\n")]
    [InlineData("confirm: Sure?", "two runs on other terms: its question, or its point of no return\n")]
    [InlineData("idempotent: true", "two runs on other terms: idempotent\n")]
    public async Task Other_terms_are_refused_as_another_text_is(string added, string expected)
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, $"terms_{Math.Abs(added.Length)}", Plan);
        Expect(0, await scenario.RunAsync("dry-run", "--out", "approved.json"), scenario);
        await scenario.WritePlanAsync(Plan.Replace("  - id: two\n", $"  - id: two\n    {added}\n", StringComparison.Ordinal));
        var refused = Expect(4, await scenario.RunAsync("apply", "--approved", "approved.json"), scenario);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        Assert.Empty(await scenario.QueryAsync("SELECT 1 FROM pg_class WHERE relname = 'eff'"));
    }

    [Theory]
    [InlineData("VALUES ('two')", "VALUES ('three')", "two has another text\n")]
    [InlineData("INSERT INTO eff VALUES ('two')", "INSERT  INTO eff VALUES ('two')", "two has another text, in white space only\n")]
    [InlineData("id: two", "id: second", "two was to run, and is no longer in the plan\n  - second is to run now, and was not then\n")]
    public async Task Anything_else_is_refused_and_told_step_by_step(string before, string now, string expected)
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, $"differs_{Math.Abs(expected.Length)}", Plan);
        Expect(0, await scenario.RunAsync("dry-run", "--out", "approved.json"), scenario);
        await scenario.WritePlanAsync(Plan.Replace(before, now, StringComparison.Ordinal));
        var refused = Expect(4, await scenario.RunAsync("apply", "--approved", "approved.json"), scenario);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was started", refused.Error, StringComparison.Ordinal);
        Assert.Empty(await scenario.QueryAsync("SELECT 1 FROM pg_class WHERE relname = 'eff'"));
    }

    [Fact]
    public async Task It_is_the_same_with_other_line_ends_another_password_another_folder_and_another_time_zone()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "same", Plan);
        Expect(0, await scenario.RunAsync("dry-run", "--out", "approved.json"), scenario);
        await scenario.WritePlanAsync(Plan.ReplaceLineEndings("\r\n"));
        await scenario.QueryAsync("ALTER ROLE same PASSWORD 'rotated'");
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "password"), "rotated");
        var elsewhere = Directory.CreateTempSubdirectory("planrunner-elsewhere-").FullName;
        var applied = await PlanRunnerProcess.RunAsync(
            elsewhere,
            new Dictionary<string, string?> { ["TZ"] = "Pacific/Auckland", ["LC_ALL"] = "tr_TR.UTF-8" },
            "apply",
            Path.Combine(scenario.Folder, "plan.yaml"),
            "--env",
            "here",
            "--approved",
            Path.Combine(scenario.Folder, "approved.json")
        );
        Assert.True(applied.ExitCode == 0, applied.Error);
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task Nothing_of_what_is_saved_is_secret_and_what_is_none_of_ours_is_refused()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "saved", Plan);
        Expect(0, await scenario.RunAsync("dry-run", "--out", "approved.json"), scenario);
        Assert.DoesNotContain(
            scenario.Database.Password!,
            await File.ReadAllTextAsync(Path.Combine(scenario.Folder, "approved.json")),
            StringComparison.Ordinal
        );
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "approved.json"), "{}");
        Assert.Contains(
            "PR5061",
            Expect(3, await scenario.RunAsync("apply", "--approved", "approved.json"), scenario).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "PR1001",
            Expect(3, await scenario.RunAsync("apply", "--approved", "none.json"), scenario).Error,
            StringComparison.Ordinal
        );
    }

    private static ProcessResult Expect(int exitCode, ProcessResult result, PlanScenario scenario)
    {
        Assert.True(result.ExitCode == exitCode, scenario.Log);
        return result;
    }
}
