using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A shell step that was stopped, by its time or by a person: the command that is told is the one that goes on.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class UndecidedShellTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Resolve = "next: planrunner resolve plan.yaml work --env here --not-done --reason \"…\"\n";

    [Fact]
    public async Task After_its_time_is_over_a_person_decides_and_is_told_how_at_once()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undecided_time", Plan("undecided-time", "1s"));
        var over = await scenario.ApplyAsync();
        Assert.True(over.ExitCode == 1, scenario.Log);
        Assert.Contains("step \"work\": not finished after 1.0s", over.Error, StringComparison.Ordinal);
        Assert.Contains(
            "if its effect does not exist, run the command shown after next:; if its effect exists, use --done instead of --not-done",
            over.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("waits for go", over.Error, StringComparison.Ordinal);
        Assert.Matches("full output: .*/work\\.log; then, ", over.Error);
        Assert.EndsWith(Resolve, over.Error, StringComparison.Ordinal);
        await GoesOnAsync(scenario);
    }

    [Fact]
    public async Task And_so_it_is_after_a_person_has_stopped_it()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "undecided_stop", Plan("undecided-stop", "10m"));
        using var process = PlanRunnerProcess.Start(scenario.Folder, "apply", "plan.yaml", "--env", "here", "--yes");
        var telling = PlanRunnerProcess.EndAsync(process);
        await scenario.UntilAsync(
            () => Task.FromResult(File.Exists(Path.Combine(scenario.Folder, "begun"))),
            "it has begun",
            () => process.HasExited
        );
        Signals.Send(process.Id, Signals.Interrupt);
        var told = await telling;
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("if its effect does not exist, run the command shown after next:", told, StringComparison.Ordinal);
        Assert.Contains(Resolve, told, StringComparison.Ordinal);
        await GoesOnAsync(scenario);
    }

    [Theory]
    [InlineData("idempotent: true")]
    [InlineData("done_when: { on: db, text: SELECT false }")]
    public async Task Where_the_next_apply_can_settle_it_by_itself_that_is_what_is_told(string settles)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            $"undecided_{(settles.StartsWith('i') ? "again" : "asked")}",
            $"{Plan("settled", "1s")}\n    {settles}\n"
        );
        var over = await scenario.ApplyAsync();
        Assert.True(over.ExitCode == 1, scenario.Log);
        Assert.EndsWith("next: planrunner apply plan.yaml --env here --yes\n", over.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
    }

    private static string Plan(string name, string timeout) =>
        $$"""
            plan: {{name}}
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: work
                timeout: {{timeout}}
                shell: { run: "echo waits for go >&2; touch begun; [ -e go ] || sleep 600" }
            """;

    // What was told is typed, and nothing else is in the way.
    private static async Task GoesOnAsync(PlanScenario scenario)
    {
        Assert.True((await scenario.RunAsync("resolve", "work", "--not-done", "--reason", "looked")).ExitCode == 0, scenario.Log);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(["work done"], await scenario.MarksAsync());
    }
}
