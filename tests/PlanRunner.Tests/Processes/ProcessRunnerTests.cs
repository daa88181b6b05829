using System.Collections.Concurrent;
using System.Diagnostics;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Processes;

public sealed class ProcessRunnerTests
{
    private static readonly StopLadder Quick = new()
    {
        AfterInterrupt = TimeSpan.FromMilliseconds(300),
        AfterTerminate = TimeSpan.FromMilliseconds(300),
        Drain = TimeSpan.FromMilliseconds(300),
    };

    [Fact]
    public async Task Output_errors_and_exit_code_come_back()
    {
        var result = await new ProcessRunner().RunAsync(Dummy.Of("out", "one", "err", "two", "part", "three", "exit", "7"), default);
        Assert.Equal(7, result.ExitCode);
        Assert.Equal("one\nthree", result.Output);
        Assert.Equal("two\n", result.Error);
    }

    [Fact]
    public async Task Lines_arrive_in_order_and_complete_from_both_streams()
    {
        var output = new ConcurrentQueue<string>();
        var error = new ConcurrentQueue<string>();
        await new ProcessRunner().RunAsync(
            Dummy.Of("many", "20000", "part", "end") with
            {
                OnOutput = output.Enqueue,
                OnError = error.Enqueue,
                Keep = 0,
            },
            default
        );
        Assert.Equal([.. Enumerable.Range(1, 20000).Select(i => $"out {i}"), "end"], output);
        Assert.Equal(Enumerable.Range(1, 20000).Select(i => $"err {i}"), error);
    }

    [Fact]
    public async Task What_is_kept_is_bounded()
    {
        var result = await new ProcessRunner().RunAsync(Dummy.Of("many", "1000") with { Keep = 11 }, default);
        Assert.Equal("out 1\nout 2", result.Output);
        Assert.True(result.Truncated);
    }

    [Fact]
    public async Task Input_environment_and_folder_reach_the_child()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var command = Dummy.Of("env", "A", "env", "HOME", "folder", "echo") with
        {
            Environment = new Dictionary<string, string?> { ["A"] = "it's", ["HOME"] = null },
            WorkingDirectory = folder,
            StandardInput = new string('x', 200_000),
        };
        var result = await new ProcessRunner().RunAsync(command, default);
        Directory.Delete(folder);
        Assert.Equal($"it's\n(none)\n{folder}\n{new string('x', 200_000)}", result.Output);
    }

    [Fact]
    public async Task Without_input_a_child_that_reads_comes_to_the_end_at_once()
    {
        var result = await new ProcessRunner().RunAsync(Dummy.Of("echo", "out", "done"), default);
        Assert.Equal("done\n", result.Output);
    }

    [Fact]
    public async Task A_child_need_not_read_its_input()
    {
        var result = await new ProcessRunner().RunAsync(
            Dummy.Of("out", "done") with
            {
                StandardInput = new string('x', 1_000_000),
            },
            default
        );
        Assert.Equal("done\n", result.Output);
    }

    [Theory]
    [InlineData("interrupt", "SIGINT")]
    [InlineData("terminate", "SIGTERM")]
    public async Task A_stopped_child_may_end_by_itself(string signal, string name)
    {
        var lines = await StopWhenReadyAsync(Dummy.Of("told", signal), Quick);
        Assert.Equal($"ended by {name}", lines.Last());
    }

    [Fact]
    public async Task A_child_that_hears_nothing_is_killed_with_all_that_it_started()
    {
        var script = ProcessCommand.Of(
            "sh",
            "-c",
            "trap '' INT TERM; sh -c 'trap \"\" INT TERM; while :; do sleep 1; done' & echo \"ready $!\"; while :; do sleep 1; done"
        );
        var lines = await StopWhenReadyAsync(script, Quick);
        await AssertGoneAsync(int.Parse(lines[0].Split(' ')[1]));
    }

    [Fact]
    public async Task A_deaf_child_is_killed()
    {
        var lines = await StopWhenReadyAsync(Dummy.Of("deaf"), Quick);
        await AssertGoneAsync(int.Parse(lines[0].Split(' ')[1]));
    }

    [Fact]
    public async Task A_process_left_behind_does_not_hold_up_the_end()
    {
        var watch = Stopwatch.StartNew();
        var result = await new ProcessRunner(Quick).RunAsync(Dummy.Of("leave", "60", "out", "last"), default);
        Signals.Send(int.Parse(result.Output.Split('\n')[0]), Signals.Kill);
        Assert.True(result.OutputHeldOpen);
        Assert.EndsWith("last\n", result.Output, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_child_leads_a_group_of_its_own()
    {
        // Otherwise a Ctrl-C at the terminal would reach it before the runner decided anything.
        var result = await new ProcessRunner().RunAsync(ProcessCommand.Of("sh", "-c", "cut -d' ' -f1,5,6 /proc/$$/stat"), default);
        Assert.Single(result.Output.Trim().Split(' ').Distinct());
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_before_anything_ran()
    {
        var error = await Assert.ThrowsAsync<ProcessStartException>(() =>
            new ProcessRunner().RunAsync(ProcessCommand.Of("no-such-program"), default)
        );
        Assert.Equal("the program no-such-program was not found", error.Message);
        error = await Assert.ThrowsAsync<ProcessStartException>(() =>
            new ProcessRunner().RunAsync(Dummy.Of() with { WorkingDirectory = "/no/such" }, default)
        );
        Assert.Equal("the working folder /no/such does not exist", error.Message);
    }

    [Fact]
    public async Task A_folder_and_a_file_that_may_not_be_executed_are_told_as_what_they_are()
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-programs-").FullName;
        var file = Path.Combine(folder, "tool");
        await File.WriteAllTextAsync(file, "#!/bin/sh\necho ran\n");
        var error = await FailToStartAsync(ProcessCommand.Of(folder));
        Assert.Equal(($"{folder} is a folder, not a program", "name the program in it"), (error.Message, error.HelpText));
        error = await FailToStartAsync(ProcessCommand.Of("./tool") with { WorkingDirectory = folder });
        Assert.Equal($"./tool ({file}) is not executable", error.Message);
        Assert.Equal(
            $"if it is a program: chmod +x {file}; if it is a script, name its interpreter first, such as command: [sh, ./tool]",
            error.HelpText
        );
        error = await FailToStartAsync(
            ProcessCommand.Of("tool") with
            {
                Environment = new Dictionary<string, string?> { ["PATH"] = folder },
            }
        );
        Assert.Equal($"tool ({file}) is not executable", error.Message);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(
            "ran\n",
            (await new ProcessRunner().RunAsync(ProcessCommand.Of("./tool") with { WorkingDirectory = folder }, default)).Output
        );
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task One_that_prints_more_than_is_kept_is_stopped_where_that_is_asked_for()
    {
        var command = ProcessCommand.Of("sh", "-c", "while :; do echo line; done") with { Keep = 100, StopsWhenFull = true };
        var result = await new ProcessRunner(Quick).RunAsync(command, default).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(result is { StoppedFull: true, Truncated: true });
        Assert.Equal(100, result.Output.Length);

        // Its errors are not what it is kept for.
        result = await new ProcessRunner(Quick).RunAsync(
            ProcessCommand.Of("sh", "-c", "seq 1000 >&2; echo end") with
            {
                Keep = 100,
                StopsWhenFull = true,
            },
            default
        );
        Assert.True(result is { StoppedFull: false, Truncated: false, Ok: true, Output: "end\n" });
    }

    private static Task<ProcessStartException> FailToStartAsync(ProcessCommand command) =>
        Assert.ThrowsAsync<ProcessStartException>(() => new ProcessRunner().RunAsync(command, default));

    [Fact]
    public async Task A_detached_process_writes_to_its_file_and_is_not_waited_for()
    {
        var file = Path.GetTempFileName();
        var id = new ProcessRunner().StartDetached(Dummy.Of("out", "hello", "told", "terminate"), file);
        await UntilAsync(() => File.ReadAllText(file).Contains("ready", StringComparison.Ordinal));
        Assert.True(Signals.Send(id, Signals.Terminate));
        await UntilAsync(() => File.ReadAllText(file).Contains("ended by SIGTERM", StringComparison.Ordinal));
        await AssertGoneAsync(id);
        File.Delete(file);
    }

    private static async Task<List<string>> StopWhenReadyAsync(ProcessCommand command, StopLadder ladder)
    {
        using var stop = new CancellationTokenSource();
        var lines = new List<string>();
        var run = new ProcessRunner(ladder).RunAsync(
            command with
            {
                OnOutput = line =>
                {
                    lines.Add(line);
                    if (line.StartsWith("ready", StringComparison.Ordinal))
                        stop.Cancel();
                },
            },
            stop.Token
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        return lines;
    }

    private static async Task AssertGoneAsync(int id) =>
        Assert.True(await new OtherProcess(id, "").EndsWithinAsync(TimeSpan.FromSeconds(20), default), $"{id} is still there");

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(10, patience.Token);
    }
}
