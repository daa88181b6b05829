using System.Text.Json;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>The command <c>compare</c> over states that real runs left.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class CompareTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Plan = """
        plan: compared
        version: 1
        variables: { amount: { type: integer, default: 1 } }
        connections: { db: { description: One } }
        steps:
          - id: table
            sql: { on: db, text: CREATE TABLE eff (amount int) }
          - id: one
            sql: { on: db, text: "INSERT INTO eff VALUES ({{ amount }})" }
          - id: here-only
            when: environment == 'here'
            sql: { on: db, text: "INSERT INTO eff VALUES (0)" }
          - id: two
            sql: { on: db, text: "INSERT INTO eff VALUES (2)" }
        """;

    // Nothing of it can be read or reached, which a comparison must not notice.
    private const string There = """
        environment: there
        protected: true
        variables: { amount: 7 }
        secrets: { password: { file: no-such-file } }
        connections: { db: { host: nowhere.invalid, database: shop, username: migration, password: password } }
        """;

    [Fact]
    public async Task What_ran_here_and_not_there_is_behind_and_what_differs_is_shown()
    {
        await using var scenario = await NewAsync("compare_behind");
        Expect(0, await scenario.RunAsync("apply", "--yes", "--until", "one"), scenario);

        var result = Expect(2, await scenario.RunAsync("compare", "--with", "there", "--detailed-exitcode"), scenario);
        Assert.Contains("there: never applied here\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("there is 2 steps behind here: table, one\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("amount: 1 in here, 7 in there\n    reaches 1 step: one\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "- INSERT INTO eff VALUES (1)\n                              ^\n    + INSERT INTO eff VALUES (7)",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- here-only  [sql on db]\n    its condition is false in there; it uses environment\n",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(scenario.Database.Password!, result.Output, StringComparison.Ordinal);

        // What runs in one of them alone is nothing that the other one lags behind with.
        await scenario.RunToTheEndAsync();
        Assert.Contains(
            "there is 3 steps behind here: table, one, two\n",
            Expect(0, await scenario.RunAsync("compare", "--with", "there"), scenario).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_failure_and_a_text_that_was_edited_since_are_told_and_both_ways_round()
    {
        await using var scenario = await NewAsync("compare_trouble");
        Expect(0, await scenario.RunAsync("apply", "--yes", "--until", "one"), scenario);
        await scenario.WritePlanAsync(
            Plan.Replace("CREATE TABLE eff (amount int)", "CREATE TABLE eff (amount bigint)", StringComparison.Ordinal)
                .Replace("VALUES (2)", "VALUES (2 / 0)", StringComparison.Ordinal)
        );
        Expect(0, await scenario.RunAsync("accept", "table", "--reason", "the same to us"), scenario);
        Expect(1, await scenario.ApplyAsync(), scenario);
        await scenario.WritePlanAsync(
            Plan.Replace("CREATE TABLE eff (amount int)", "CREATE TABLE eff (amount text)", StringComparison.Ordinal)
        );

        var json = Json(
            Expect(
                0,
                await PlanRunnerProcess.RunAsync(
                    scenario.Folder,
                    "compare",
                    "plan.yaml",
                    "--env",
                    "there",
                    "--with",
                    "here",
                    "--output",
                    "json"
                ),
                scenario
            )
        );
        Assert.Equal(["table", "one"], json.GetProperty("first").GetProperty("behind").EnumerateArray().Select(path => path.GetString()));
        Assert.Equal(
            ["table changed", "two failed"],
            json.GetProperty("second")
                .GetProperty("troubles")
                .EnumerateArray()
                .Select(t => $"{t.GetProperty("path").GetString()} {t.GetProperty("status").GetString()}")
        );
    }

    [Fact]
    public async Task A_state_elsewhere_is_read_and_a_damaged_one_is_told_with_whose_it_is()
    {
        await using var scenario = await NewAsync("compare_states");
        Expect(0, await scenario.RunAsync("apply", "--yes", "--state", "elsewhere.jsonl"), scenario);
        Assert.Contains(
            "there is 3 steps behind here",
            Expect(0, await scenario.RunAsync("compare", "--with", "there", "--state", "elsewhere.jsonl"), scenario).Output,
            StringComparison.Ordinal
        );
        var other = Expect(
            0,
            await PlanRunnerProcess.RunAsync(
                scenario.Folder,
                "compare",
                "plan.yaml",
                "--env",
                "there",
                "--with",
                "here",
                "--with-state",
                "elsewhere.jsonl",
                "--output",
                "markdown"
            ),
            scenario
        );
        Assert.StartsWith("<!-- planrunner compare compared there here -->\n", other.Output, StringComparison.Ordinal);
        Assert.Contains("there is 3 steps behind here", other.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "broken.jsonl"), "no journal\n");
        var damaged = Expect(4, await scenario.RunAsync("compare", "--with", "there", "--with-state", "broken.jsonl"), scenario);
        Assert.Contains("error PR5002: there: line 1 of the state file", damaged.Error, StringComparison.Ordinal);
        Assert.Empty(damaged.Output);
    }

    [Theory]
    [InlineData("PR3902: no environment is named to compare with\n  help: add --with with one of: here, there")]
    [InlineData(
        "PR3909: --env and --with both name \"here\"\n  help: name another one with --with: there",
        "--with",
        "environments/here.yaml"
    )]
    [InlineData("PR3060: plan \"compared\" has no environment \"their\"\n  help: did you mean \"there\"?", "--with", "their")]
    [InlineData(
        "PR3060: plan \"compared\" has no environment \"xyzzy\"\n  help: it has here, there; write environments/xyzzy.yaml beside the plan, or give a path",
        "--with",
        "xyzzy"
    )]
    public async Task What_cannot_be_compared_is_refused_with_what_can(string expected, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-compare-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "plan.yaml"), Plan);
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        await File.WriteAllTextAsync(Path.Combine(folder, "environments", "there.yaml"), There);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments", "here.yaml"),
            There.Replace("environment: there", "environment: here", StringComparison.Ordinal)
        );
        var result = await PlanRunnerProcess.RunAsync(folder, ["compare", "plan.yaml", "--env", "here", .. options]);
        Assert.True(result.ExitCode == 3 && result.Error.Contains(expected, StringComparison.Ordinal), result.Error);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("expand-contract", "dev", "production")]
    [InlineData("expand-contract", "rehearsal", "production")]
    [InlineData("aurora-to-planetscale", "staging", "production")]
    [InlineData("aurora-to-planetscale", "rehearsal", "staging")]
    [InlineData("abort", "staging", "production")]
    public async Task The_examples_can_be_compared_in_every_output(string plan, string first, string second)
    {
        foreach (var output in new[] { "text", "json", "markdown", "github", "html" })
        {
            var result = await PlanRunnerProcess.RunAsync(
                Path.Combine(RepositoryRoot.Path, "plans", "examples", plan),
                "compare",
                ".",
                "--env",
                first,
                "--with",
                second,
                "--output",
                output
            );
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Empty(result.Error);
            Assert.Contains(" the same. Behind: ", result.Output, StringComparison.Ordinal);
        }
    }

    private async Task<PlanScenario> NewAsync(string name)
    {
        var scenario = await PlanScenario.NewAsync(postgres.Cluster, name, Plan);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "environments", "there.yaml"), There);
        return scenario;
    }

    private static JsonElement Json(ProcessResult result)
    {
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.Clone();
    }

    private static ProcessResult Expect(int exitCode, ProcessResult result, PlanScenario scenario)
    {
        Assert.True(result.ExitCode == exitCode, $"{scenario.Log}\n{result.Error}");
        return result;
    }
}
