using System.Collections.Concurrent;
using System.Globalization;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Processes;

/// <summary>What goes in and out of a child arrives as it is, and no pipe holds up the end.</summary>
public sealed class ChildPipesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly StopLadder Quick = new()
    {
        AfterInterrupt = TimeSpan.FromMilliseconds(300),
        AfterTerminate = TimeSpan.FromMilliseconds(300),
        Drain = TimeSpan.FromMilliseconds(300),
    };
    private static readonly string[] Hostile =
    [
        "",
        " ",
        "\t",
        "\n",
        "\r\n",
        "a b",
        " a",
        "a ",
        "\"",
        "\"\"",
        "\\",
        "\\\\",
        "\\\"",
        "a\\",
        "a b\\",
        "a b\\\\",
        "\\\"a b\\\"",
        "'",
        "''",
        "it's",
        "$HOME",
        "$(id)",
        "`id`",
        "${IFS}",
        "*",
        "?",
        "~",
        "!",
        ";",
        "&&",
        "|",
        ">x",
        "#",
        "%s",
        "%PATH%",
        "-n",
        "--",
        "=",
        "\u00a0",
        "\u2028",
        "\u3000x",
        "\u0001",
        "\u007f",
        "\ufeff",
        "ümläut",
        "日本",
        "😀",
        "a\vb",
        "a\fb",
        "a\u0085b",
        "^",
        "\"a\"b c\"",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-pipes-").FullName;

    [Fact]
    public async Task Arguments_arrive_to_the_letter()
    {
        var random = new Random(20261201);
        string[] arguments = [.. Hostile, .. Enumerable.Range(0, 1000).Select(_ => Mixed(random))];
        var result = await RunAsync(Shell("printf '%s\\0' \"$@\"", arguments));
        Assert.Equal(arguments, result.Output.Split('\0')[..^1]);
    }

    [Fact]
    public async Task Values_of_variables_arrive_to_the_letter()
    {
        var random = new Random(20261202);
        string[] values = [.. Hostile, .. Enumerable.Range(0, 200).Select(_ => Mixed(random))];
        var command = ProcessCommand.Of("env", "-0") with
        {
            Environment = values.Select((value, i) => KeyValuePair.Create($"HOSTILE_{i}", (string?)value)).ToDictionary(),
        };
        var seen = (await RunAsync(command))
            .Output.Split('\0')
            .Where(line => line.StartsWith("HOSTILE_", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal(values.Select((value, i) => $"HOSTILE_{i}={value}").Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_a_byte_order_mark_are_kept_as_characters()
    {
        var result = await RunAsync(Shell(@"printf '\357\273\277a\377\000\376\n\303'; printf '\200' >&2"));
        Assert.Equal("\ufeffa\ufffd\0\ufffd\n\ufffd", result.Output);
        Assert.Equal("\ufffd", result.Error);
    }

    [Fact]
    public async Task Megabytes_without_a_line_ending_are_cut_and_complete()
    {
        const int length = 20_000_000;
        var parts = new ConcurrentQueue<int>();
        var command = Shell($"head -c {length} /dev/zero | tr '\\0' x") with { OnOutput = line => parts.Enqueue(line.Length), Keep = 100 };
        var result = await RunAsync(command);
        Assert.Equal(length, parts.Sum());
        Assert.Equal(64 * 1024, parts.Max());
        Assert.Equal(new string('x', 100), result.Output);
        Assert.True(result.Truncated);
        Assert.False(result.OutputHeldOpen);
    }

    [Fact]
    public async Task Input_is_written_without_a_byte_order_mark_and_comes_back_whole()
    {
        var text = string.Concat(Enumerable.Repeat("zeile ü 😀\r\n\t\u0001", 50_000));
        var result = await RunAsync(ProcessCommand.Of("cat") with { StandardInput = text });
        Assert.Equal(text, result.Output);
    }

    [Fact]
    public async Task A_child_that_closes_its_pipes_is_waited_for_to_its_end()
    {
        var file = Path.Combine(folder, "done");
        Pipes.Make(Path.Combine(folder, "go"));
        var run = RunAsync(Shell("exec <&- >&- 2>&-; read line <\"$1\"; echo done >\"$2\"; exit 7", Path.Combine(folder, "go"), file));
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "go\n");
        Assert.Equal(7, (await run).ExitCode);
        Assert.Equal("done\n", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    [InlineData("SEGV", 139)]
    public async Task A_signal_that_ends_a_child_shows_in_its_exit_code(string signal, int code)
    {
        var result = await RunAsync(Shell($"echo before; kill -{signal} $$"));
        Assert.Equal(code, result.ExitCode);
        Assert.Equal("before\n", result.Output);
    }

    [Fact]
    public async Task What_the_system_refuses_to_start_is_told_with_its_reason_and_a_remedy()
    {
        var command = Shell("true", new string('x', 200_000)) with { WorkingDirectory = folder };
        var error = await Assert.ThrowsAsync<ProcessStartException>(() => RunAsync(command));
        Assert.EndsWith(
            $"/sh did not start: An error occurred trying to start process '{ProgramPath.Find("setsid")}' with working directory '{folder}'. Argument list too long",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal("try running it by hand", error.HelpText);
    }

    [Fact]
    public async Task A_line_that_was_begun_is_said_when_a_grandchild_holds_the_pipe_and_what_comes_later_is_not()
    {
        var go = Path.Combine(folder, "go");
        Pipes.Make(go);
        var lines = new ConcurrentQueue<string>();
        // The grandchild waits for a word, then writes into the pipe that it has inherited.
        var command = Shell("{ read line <\"$1\"; echo late; } & echo $!; printf begun", go) with
        {
            OnOutput = lines.Enqueue,
        };
        var result = await new ProcessRunner(Quick).RunAsync(command, default).WaitAsync(Patience);
        Assert.True(result.OutputHeldOpen);
        Assert.Equal(0, result.ExitCode);
        var grandchild = lines.First();
        Assert.Equal([grandchild, "begun"], lines);
        Assert.Equal($"{grandchild}\nbegun", result.Output);
        await File.WriteAllTextAsync(go, "go\n");
        await GoneAsync(int.Parse(grandchild, CultureInfo.InvariantCulture));
        Assert.Equal([grandchild, "begun"], lines);
    }

    [Fact]
    public async Task A_grandchild_that_holds_the_input_and_does_not_read_it_holds_up_nothing()
    {
        var command = Shell("sleep 600 <&0 >/dev/null 2>&1 & echo $!") with { StandardInput = new string('x', 1_000_000) };
        var result = await RunAsync(command);
        Signals.Send(int.Parse(result.Output, CultureInfo.InvariantCulture), Signals.Kill);
        Assert.False(result.OutputHeldOpen);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_child_that_never_reads_its_input_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        var lines = new ConcurrentQueue<string>();
        var command = Shell("echo $$; exec sleep 600") with
        {
            StandardInput = new string('x', 1_000_000),
            OnOutput = line =>
            {
                lines.Enqueue(line);
                stop.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new ProcessRunner().RunAsync(command, stop.Token).WaitAsync(Patience)
        );
        await GoneAsync(int.Parse(Assert.Single(lines), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_callback_that_throws_is_told_when_the_child_has_ended()
    {
        var file = Path.Combine(folder, "done");
        var command = Shell("echo one; seq 100000; echo done >\"$1\"", file) with
        {
            OnOutput = line => throw new InvalidOperationException(line),
        };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(command));
        Assert.Equal("one", error.Message);
        Assert.Equal("done\n", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_callback_that_does_not_come_back_holds_up_neither_the_other_stream_nor_the_end()
    {
        using var never = new ManualResetEventSlim();
        var errors = new ConcurrentQueue<string>();
        var command = Shell("echo out; echo err >&2") with { OnOutput = _ => never.Wait(), OnError = errors.Enqueue };
        var result = await new ProcessRunner(Quick).RunAsync(command, default).WaitAsync(Patience);
        never.Set();
        Assert.Equal(["err"], errors);
        Assert.Equal("out\n", result.Output);
    }

    [Fact]
    public async Task A_detached_process_has_no_pipe_of_the_runner_and_leaves_no_zombie()
    {
        var file = Path.Combine(folder, "output");
        var id = new ProcessRunner().StartDetached(
            Shell("for i in 0 1 2; do readlink /proc/$$/fd/$i; done; echo ready; exec sleep 600"),
            file
        );
        await UntilAsync(() => File.Exists(file) && File.ReadAllText(file).EndsWith("ready\n", StringComparison.Ordinal));
        Assert.Equal($"/dev/null\n{file}\n{file}\nready\n", File.ReadAllText(file));
        Signals.Send(id, Signals.Kill);
        await GoneAsync(id);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static ProcessCommand Shell(string script, params string[] arguments) =>
        ProcessCommand.Of("sh", ["-c", script, "sh", .. arguments]);

    private static Task<ProcessResult> RunAsync(ProcessCommand command) =>
        new ProcessRunner().RunAsync(command, default).WaitAsync(Patience);

    // Anything but what ends an argument for the system, with what shells and splitters look for more often.
    private static string Mixed(Random random)
    {
        const string special = " \t\n\r\"'\\$`*?;&|<>(){}[]#~!%^=,-\u00a0\u2003äß";
        return string.Concat(
            Enumerable
                .Range(0, random.Next(0, 12))
                .Select(_ => random.Next(3) == 0 ? (char)random.Next('a', 'z' + 1) : special[random.Next(special.Length)])
        );
    }

    private static Task GoneAsync(int process) => UntilAsync(() => !Directory.Exists($"/proc/{process}"));

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(10, patience.Token);
    }
}
