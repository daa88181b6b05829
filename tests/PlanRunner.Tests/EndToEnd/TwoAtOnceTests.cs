using System.Diagnostics;
using System.Text.RegularExpressions;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Many processes on one state: one of them runs the plan, and the others say who does. The plan has shell steps and no server.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed partial class TwoAtOnceTests : IDisposable
{
    private const int Many = 8;

    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-many-").FullName;
    private readonly List<Process> started = [];

    public TwoAtOnceTests()
    {
        File.WriteAllText(
            Path.Combine(folder, "plan.yaml"),
            """
            plan: many
            version: 1
            steps:
              - id: one
                shell: { run: "echo one >> log" }
              - id: gate
                shell: { run: "touch begun; while [ ! -e go ]; do sleep 0.05; done" }
                idempotent: true
              - id: two
                shell: { run: "echo two >> log" }
            """
        );
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        File.WriteAllText(Path.Combine(folder, "environments", "here.yaml"), "environment: here\n");
    }

    public void Dispose()
    {
        Go();
        foreach (var process in started)
        {
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Who_does_not_wait_is_told_who_runs_it()
    {
        var all = Start(Many, "--lock-timeout", "0s");
        await UntilAsync(() => all.Count(p => p.Process.HasExited) == Many - 1 && File.Exists(Path.Combine(folder, "begun")), all);
        var holder = all.Single(p => !p.Process.HasExited);
        foreach (var other in all.Where(p => p != holder))
        {
            var told = await other.Telling;
            Assert.True(other.Process.ExitCode == 5, $"exit {other.Process.ExitCode}\n{told}");
            var named = Holder().Match(told);
            Assert.True(named.Success && named.Groups["pid"].Value == $"{holder.Process.Id}", told);
        }

        Go();
        Assert.True(0 == await ExitAsync(holder), await holder.Telling);
        Assert.Equal(["one", "two"], File.ReadAllLines(Path.Combine(folder, "log")));
    }

    [Fact]
    public async Task Who_waits_finds_nothing_left_to_run()
    {
        var all = Start(Many, "--lock-timeout", "5m");
        await UntilAsync(() => File.Exists(Path.Combine(folder, "begun")), all);
        Assert.DoesNotContain(all, p => p.Process.HasExited);
        Go();
        foreach (var one in all)
            Assert.True(0 == await ExitAsync(one), await one.Telling);
        var tellings = await Task.WhenAll(all.Select(p => p.Telling));
        Assert.Equal(Many - 1, tellings.Count(t => t.Contains("Nothing to run", StringComparison.Ordinal)));
        Assert.Equal(["one", "two"], File.ReadAllLines(Path.Combine(folder, "log")));
    }

    [Fact]
    public async Task However_its_state_is_spelled_there_is_one_lock_for_it()
    {
        Directory.CreateDirectory(Path.Combine(folder, "states"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), Path.Combine(folder, "states"));
        // One that leads to what is not there yet.
        File.CreateSymbolicLink(Path.Combine(folder, "link.jsonl"), Path.Combine(folder, "states", "s.jsonl"));
        File.CreateSymbolicLink(Path.Combine(folder, "link-to-link.jsonl"), "link.jsonl");
        string[] spellings =
        [
            "states/s.jsonl",
            "./states//s.jsonl",
            "states/../states/s.jsonl",
            Path.Combine(folder, "states", "s.jsonl"),
            "linked/s.jsonl",
            "link.jsonl",
            "link-to-link.jsonl",
            $"../{Path.GetFileName(folder)}/linked/s.jsonl",
        ];
        var all = spellings.Select(spelling => Start("apply", "--yes", "--lock-timeout", "0s", "--state", spelling)).ToList();
        await UntilAsync(() => all.Count(p => p.Process.HasExited) == Many - 1 && File.Exists(Path.Combine(folder, "begun")), all);
        var holder = all.Single(p => !p.Process.HasExited);
        foreach (var other in all.Where(p => p != holder))
            Assert.True(5 == await ExitAsync(other), await other.Telling);
        Go();
        Assert.True(0 == await ExitAsync(holder), await holder.Telling);
        Assert.Equal(["one", "two"], File.ReadAllLines(Path.Combine(folder, "log")));
        foreach (var spelling in spellings)
            Assert.StartsWith("Nothing to run", (await RunAsync("apply", "--yes", "--state", spelling)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_holder_that_was_killed_holds_it_no_longer()
    {
        var first = Start("apply", "--yes");
        await UntilAsync(() => File.Exists(Path.Combine(folder, "begun")), [first]);
        var second = Start("apply", "--yes", "--lock-timeout", "5m");
        var state = Path.Combine(folder, ".planrunner", "many.here.state.jsonl");
        first.Process.Kill();
        // The second one has it when it writes, long before its patience is over.
        await UntilAsync(() => File.ReadAllText(state).Contains($"\"pid\":{second.Process.Id}", StringComparison.Ordinal), [second]);
        Go();
        Assert.True(0 == await ExitAsync(second), await second.Telling);
        Assert.Equal(["one", "two"], File.ReadAllLines(Path.Combine(folder, "log")));
    }

    [Fact]
    public async Task Who_looks_may_look_and_who_decides_is_told_to_wait()
    {
        var running = Start("apply", "--yes");
        await UntilAsync(() => File.Exists(Path.Combine(folder, "begun")), [running]);
        var state = Path.Combine(folder, ".planrunner", "many.here.state.jsonl");
        var before = await File.ReadAllTextAsync(state);
        foreach (var command in new[] { "status", "dry-run", "state verify" })
        {
            var looked = await RunAsync(command);
            Assert.True(looked.ExitCode == 0, $"{command}: exit {looked.ExitCode}\n{looked.Error}");
        }

        Assert.Contains($"process {running.Process.Id}", (await RunAsync("status")).Output, StringComparison.Ordinal);
        string[][] decisions =
        [
            ["approve", "plan.yaml", "gate"],
            ["resolve", "plan.yaml", "gate", "--done", "--reason", "x"],
            ["accept", "plan.yaml", "one", "--reason", "x"],
            ["undo", "plan.yaml", "--yes"],
            ["state", "repair", "plan.yaml"],
            ["state", "new", "plan.yaml"],
            ["state", "rebind", "plan.yaml", "--reason", "x"],
        ];
        foreach (var decision in decisions)
        {
            var refused = await PlanRunnerProcess.RunAsync(folder, [.. decision, "--env", "here", "--lock-timeout", "0s"]);
            Assert.True(
                refused.ExitCode == 5 && Holder().IsMatch(refused.Error),
                $"{decision[0]} {decision[1]}: exit {refused.ExitCode}\n{refused.Error}"
            );
        }

        Assert.Equal(before, await File.ReadAllTextAsync(state));
        Go();
        Assert.True(0 == await ExitAsync(running), await running.Telling);
    }

    [Fact]
    public async Task Who_looks_all_the_while_keeps_nobody_from_running()
    {
        Go();
        await RunAsync("apply", "--yes", "--until", "one");
        var lockFile = Path.Combine(folder, ".planrunner", "many.here.state.jsonl.lock");
        using var over = new CancellationTokenSource();
        // As status and dry-run do, without a pause.
        var looking = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
                _ = Runner.State.StateLock.HeldBy(lockFile[..^".lock".Length]);
        });
        var ran = await RunAsync("apply", "--yes", "--lock-timeout", "0s");
        await over.CancelAsync();
        await looking;
        Assert.True(ran.ExitCode == 0, ran.Error);
    }

    // Who, where, which process, what, since when.
    [GeneratedRegex(
        @"another run holds the lock of .*: [^@\s]+@\S+, process (?<pid>\d+), 'apply', since \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Holder();

    private void Go() => File.WriteAllText(Path.Combine(folder, "go"), "");

    private List<Run> Start(int count, params string[] more) =>
        [.. Enumerable.Range(0, count).Select(_ => Start("apply", ["--yes", .. more]))];

    private Run Start(string command, params string[] more)
    {
        var process = PlanRunnerProcess.Start(folder, [command, "plan.yaml", "--env", "here", .. more]);
        started.Add(process);
        return new Run(process, PlanRunnerProcess.EndAsync(process));
    }

    private Task<ProcessResult> RunAsync(string command, params string[] more) =>
        PlanRunnerProcess.RunAsync(folder, [.. command.Split(' '), "plan.yaml", "--env", "here", .. more]);

    private static async Task<int> ExitAsync(Run run)
    {
        await run.Telling;
        return run.Process.ExitCode;
    }

    private static async Task UntilAsync(Func<bool> condition, IReadOnlyList<Run> runs)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromMinutes(2) || runs.All(r => r.Process.HasExited))
                Assert.Fail(
                    string.Join(
                        '\n',
                        await Task.WhenAll(
                            runs.Select(async r => r.Process.HasExited ? $"exit {r.Process.ExitCode}: {await r.Telling}" : "runs")
                        )
                    )
                );
            await Task.Delay(20);
        }
    }

    private sealed record Run(Process Process, Task<string> Telling);
}
