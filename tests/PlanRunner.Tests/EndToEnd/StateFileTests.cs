using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What people and editors do to a state file. The plan has shell steps that leave a line each, and no server.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class StateFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-state-").FullName;

    public StateFileTests()
    {
        File.WriteAllText(
            Path.Combine(folder, "plan.yaml"),
            """
            plan: two
            version: 1
            steps:
              - id: one
                shell: { run: echo one >> log }
              - id: two
                shell: { run: echo two >> log }
            """
        );
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        File.WriteAllText(Path.Combine(folder, "environments", "here.yaml"), "environment: here\n");
    }

    private string State => Path.Combine(folder, ".planrunner", "two.here.state.jsonl");

    private string[] Log => File.ReadAllLines(Path.Combine(folder, "log"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_older_copy_of_it_is_not_believed()
    {
        await RunAsync("apply", "--yes");
        File.WriteAllLines(State, File.ReadAllLines(State)[..4]);

        var refused = await RunAsync("apply", "--yes");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("PR5006", refused.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await RunAsync("state verify")).ExitCode);
        Assert.Equal(4, (await RunAsync("status")).ExitCode);
        Assert.Equal(4, (await RunAsync("dry-run")).ExitCode);
        Assert.Equal(["one", "two"], Log);

        Assert.Equal(0, (await RunAsync("state repair")).ExitCode);
        var asks = await RunAsync("apply", "--yes");
        Assert.True(asks.ExitCode == 4 && asks.Error.Contains("in doubt", StringComparison.Ordinal), asks.Error);
        Assert.Equal(["one", "two"], Log);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_missed()
    {
        await RunAsync("apply", "--yes");
        File.Delete(State);
        Assert.Equal(4, (await RunAsync("apply", "--yes")).ExitCode);
        Assert.Equal(["one", "two"], Log);

        Assert.Equal(0, (await RunAsync("state new")).ExitCode);
        Assert.Equal(0, (await RunAsync("apply", "--yes")).ExitCode);
        Assert.Equal(["one", "two", "one", "two"], Log);
    }

    [Fact]
    public async Task A_file_that_is_gone_can_be_begun_with_every_step_in_doubt()
    {
        await RunAsync("apply", "--yes");
        File.Delete(State);
        Assert.Equal(0, (await RunAsync("state repair")).ExitCode);
        var asks = await RunAsync("apply", "--yes");
        Assert.True(asks.ExitCode == 4 && asks.Error.Contains("in doubt", StringComparison.Ordinal), asks.Error);
        Assert.Equal(["one", "two"], Log);
    }

    [Fact]
    public async Task A_newer_copy_from_another_machine_goes_on()
    {
        await RunAsync("apply", "--yes", "--until", "one");
        var older = File.ReadAllBytes(State + ".lock");
        await RunAsync("apply", "--yes");
        File.WriteAllBytes(State + ".lock", older);
        Assert.Equal(0, (await RunAsync("apply", "--yes")).ExitCode);
    }

    [Fact]
    public async Task By_whatever_link_it_is_reached_it_has_one_lock()
    {
        await RunAsync("apply", "--yes", "--until", "one");
        File.CreateSymbolicLink(Path.Combine(folder, "link.jsonl"), State);
        using var held = File.Open(State + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(5, (await RunAsync("apply", "--yes", "--state", "link.jsonl", "--lock-timeout", "0s")).ExitCode);
    }

    [Theory]
    [InlineData("mark")]
    [InlineData("endings")]
    [InlineData("both")]
    public async Task What_an_editor_added_can_be_taken_away_again(string what)
    {
        await RunAsync("apply", "--yes", "--until", "one");
        var text = await File.ReadAllTextAsync(State);
        if (what != "mark")
            text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(State, text, new System.Text.UTF8Encoding(what != "endings"));

        var refused = await RunAsync("apply", "--yes");
        Assert.True(refused.ExitCode == 4 && refused.Error.Contains("state repair' removes that", StringComparison.Ordinal), refused.Error);
        Assert.Equal(4, (await RunAsync("state verify")).ExitCode);
        var repaired = await RunAsync("state repair");
        Assert.True(
            repaired.ExitCode == 0 && repaired.Output.Contains("every line is present and intact", StringComparison.Ordinal),
            repaired.Error + repaired.Output
        );
        Assert.Equal(0, (await RunAsync("state verify")).ExitCode);
        Assert.Equal(0, (await RunAsync("apply", "--yes")).ExitCode);
        Assert.Equal(["one", "two"], Log);
    }

    [Fact]
    public async Task The_good_copy_from_before_a_repair_is_taken_when_it_is_said()
    {
        await RunAsync("apply", "--yes", "--until", "one");
        var good = await File.ReadAllBytesAsync(State);
        await File.WriteAllLinesAsync(State, File.ReadAllLines(State)[..3]);
        Assert.Equal(0, (await RunAsync("state repair")).ExitCode);
        await File.WriteAllBytesAsync(State, good);

        var refused = await RunAsync("apply", "--yes");
        Assert.True(
            refused.ExitCode == 4
                && refused.Error.Contains(
                    "or this is the right one: planrunner state repair plan.yaml --env here accepts it",
                    StringComparison.Ordinal
                ),
            refused.Error
        );
        Assert.Equal(0, (await RunAsync("state repair")).ExitCode);
        Assert.Equal(0, (await RunAsync("state verify")).ExitCode);
        Assert.Equal(["one"], Log);
    }

    private Task<ProcessResult> RunAsync(string command, params string[] more) =>
        PlanRunnerProcess.RunAsync(folder, [.. command.Split(' '), "plan.yaml", "--env", "here", .. more]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_killed_run_wrote_is_missed_when_an_older_state_or_none_is_in_its_place(bool older)
    {
        await RunAsync("apply", "--yes", "--until", "one");
        var copy = await File.ReadAllBytesAsync(State);
        await PlanRunnerProcess.RunDyingAsync(folder, before: false, "done:two", "apply", "plan.yaml", "--env", "here", "--yes");
        File.Delete(State);
        if (older)
            await File.WriteAllBytesAsync(State, copy);

        var refused = await RunAsync("apply", "--yes");

        Assert.True(refused.ExitCode == 4 && refused.Error.Contains("PR5006", StringComparison.Ordinal), refused.Error);
        Assert.Equal(["one", "two"], Log);
        Assert.Equal(0, (await RunAsync("state repair")).ExitCode);
        var undo = await RunAsync("undo", "--yes");
        Assert.True(undo.ExitCode == 4 && undo.Error.Contains("PR5031", StringComparison.Ordinal), undo.Error);
    }
}
