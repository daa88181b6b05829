using PlanRunner.Runner.Commands;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Gates;

/// <summary>What a person says of a step that nobody knows the end of, and of what it would have captured.</summary>
public sealed class ResolvedStepTests : IDisposable
{
    private readonly TestPlan test = new(
        """
          - id: read
            shell: { run: 'exit 1', capture: lines }
          - id: more
            shell: { run: 'exit 1', capture: json }
            undo: none
          - id: use
            shell: { run: 'printf "%s" "$n $m" >used; [ -n "${n%%*wrong*}" ]', params: { n: read.lines, m: more.json } }
            undo: none

        """
    );

    public void Dispose() => test.Dispose();

    [Theory]
    [InlineData(
        "lines=one",
        "--capture lines: the step captures a value of type text[], and it is no array",
        "write it as Postgres does: {one,two,"
    )]
    [InlineData(
        "lines={one,",
        "--capture lines: the step captures a value of type text[], and it is no array",
        "write it as Postgres does: {one,two,"
    )]
    [InlineData("lines::text=one", "--capture \"lines::text=one\": step \"read\" captures lines", "write --capture NAME=VALUE")]
    [InlineData("line={}", "--capture \"line={}\": step \"read\" captures lines", "write --capture NAME=VALUE")]
    public async Task A_value_that_the_step_could_not_have_captured_is_refused(string given, string why, string help)
    {
        Assert.Equal(1, (await RunAsync("apply", "--yes")).ExitCode);
        var (code, console) = await ResolveAsync("read", "--done", "--capture", given);
        Assert.Equal(3, code);
        Assert.StartsWith($"error PR5025: {why}\n  help: {help}", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_no_JSON_is_refused_with_where_it_ends_to_be_some()
    {
        await RunAsync("apply", "--yes");
        Assert.Equal(0, (await ResolveAsync("read", "--done", "--capture", "lines={}")).ExitCode);
        await RunAsync("apply", "--yes");
        var (code, console) = await ResolveAsync("more", "--done", "--capture", "json={\"a\": 1,}");
        Assert.Equal(3, code);
        Assert.StartsWith(
            "error PR5025: --capture json: the step captures a value of type jsonb, and it is not JSON, from line 1, byte 9 on\n",
            console.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_said_is_seen_with_its_type_and_can_be_said_otherwise_until_a_later_step_has_used_it()
    {
        await RunAsync("apply", "--yes");
        var (_, said) = await ResolveAsync("read", "--done", "--capture", "lines={wrong}");
        Assert.Contains("Resolved read: done. Captured: lines = {wrong} (text[]). ", said.Output, StringComparison.Ordinal);
        await RunAsync("apply", "--yes");
        await ResolveAsync("more", "--done", "--capture", "json={\"a\":1}");
        Assert.Contains("found it; captured lines = {wrong} (text[])", (await RunAsync("status")).Console.Output, StringComparison.Ordinal);
        var one = (await RunAsync("status", "--step", "more")).Console.Output;
        Assert.Contains("captured json = {\"a\":1} (jsonb)", one, StringComparison.Ordinal);
        Assert.Contains("decided  resolved as done by ", one, StringComparison.Ordinal);
        Assert.Contains("\"type\": \"text[]\"", (await RunAsync("status", "--output", "json")).Console.Output, StringComparison.Ordinal);

        // The step that took it failed, and may have done something.
        Assert.Equal(1, (await RunAsync("apply", "--yes")).ExitCode);
        var (refused, used) = await ResolveAsync("read", "--done", "--capture", "lines={right}");
        Assert.Equal(3, refused);
        Assert.StartsWith(
            "error PR5026: step \"read\" was resolved as done, and step \"use\" has run with what it captured\n  help: undo the later steps first: ",
            used.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (await ResolveAsync("use", "--not-done")).ExitCode);
        Assert.Equal(0, (await ResolveAsync("read", "--done", "--capture", "lines={right}")).ExitCode);
        var (code, console) = await RunAsync("apply", "--yes");
        Assert.True(code == 0, console.Error);
        Assert.Equal("{right} {\"a\":1}", await File.ReadAllTextAsync(Path.Combine(test.Folder, "used")));
        Assert.Equal(3, (await ResolveAsync("more", "--not-done")).ExitCode);
    }

    [Fact]
    public async Task What_was_not_done_and_has_run_since_is_no_longer_told_and_no_time_of_waiting_is_a_duration()
    {
        await RunAsync("apply", "--yes");
        Assert.Equal(0, (await ResolveAsync("read", "--not-done")).ExitCode);
        Assert.Contains("resolved as not done by ", (await RunAsync("status")).Console.Output, StringComparison.Ordinal);
        var plan = Path.Combine(test.Folder, "plan.yaml");
        await File.WriteAllTextAsync(
            plan,
            (await File.ReadAllTextAsync(plan)).Replace("exit 1', capture: lines", "echo a', capture: lines")
        );
        // With a clock that goes on.
        Assert.Equal(1, (await RunAsync(TimeProvider.System, "apply", "--yes")).ExitCode);
        Assert.Equal(0, (await ResolveAsync("more", "--done", "--capture", "json=1")).ExitCode);
        var status = (await RunAsync("status")).Console.Output;
        Assert.DoesNotContain("resolved as not done", status, StringComparison.Ordinal);
        Assert.Contains("resolved as done by ", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_program_prints_for_terminals_is_shown_and_not_obeyed_in_a_log_either()
    {
        var plan = Path.Combine(test.Folder, "plan.yaml");
        await File.WriteAllTextAsync(
            plan,
            (await File.ReadAllTextAsync(plan)).Replace("exit 1', capture: lines", "printf \"\\033[2Jgone\"; exit 1', capture: lines")
        );
        var (code, console) = await RunAsync("apply", "--yes");
        Assert.Equal(1, code);
        Assert.Contains("<U+001B>[2Jgone", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', console.Error);
    }

    [Theory]
    [InlineData("", "--reason is empty")]
    [InlineData(" \t", "--reason is empty")]
    [InlineData("…", "--reason is empty")]
    [InlineData("...", "--reason is empty")]
    [InlineData("a\nb", "--reason contains a line break or another invisible character, U+000A")]
    [InlineData("a\u001b[31m", "--reason contains a line break or another invisible character, U+001B")]
    [InlineData("a\u202eb", "--reason contains a line break or another invisible character, U+202E")]
    public async Task A_reason_says_something_in_characters_that_are_seen(string reason, string told)
    {
        string[][] commands =
        [
            ["resolve", "read", "--done"],
            ["accept", "read"],
            ["state", "rebind"],
            ["state", "mv", "read", "more"],
        ];
        foreach (var words in commands)
        {
            var (code, console) = await RunAsync([.. words, "--reason", reason]);
            Assert.Equal(3, code);
            Assert.StartsWith($"error PR3903: {told}", console.Error, StringComparison.Ordinal);
        }
    }

    private Task<(int ExitCode, TextConsole Console)> ResolveAsync(string step, params string[] words) =>
        RunAsync(["resolve", step, .. words, "--reason", "found it"]);

    private Task<(int ExitCode, TextConsole Console)> RunAsync(params string[] words) => RunAsync(new FixedTime(SceneStates.At), words);

    private async Task<(int ExitCode, TextConsole Console)> RunAsync(TimeProvider time, params string[] words)
    {
        var console = new TextConsole();
        var parts = RunnerParts.Standard with { Console = console, Time = time };
        string[] command = words[0] == "state" ? words[..2] : words[..1];
        var code = await PlanRunnerCommand.RunAsync(
            [.. command, Path.Combine(test.Folder, "plan.yaml"), .. words[command.Length..], "--env", "dev"],
            parts
        );
        return (code, console);
    }
}
