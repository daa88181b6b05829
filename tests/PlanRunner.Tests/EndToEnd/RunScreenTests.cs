using System.Text.RegularExpressions;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What an operator sees while a plan runs, to the letter: piped into a log, and on a terminal. The steps are shell steps, without a server.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed partial class RunScreenTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-screen-").FullName;

    public RunScreenTests()
    {
        File.Copy(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/screens/run.yaml"), Path.Combine(folder, "plan.yaml"));
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        File.WriteAllText(
            Path.Combine(folder, "environments/here.yaml"),
            $"environment: here\nvariables: {{ attempt: {folder}/attempt }}\n"
        );
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_run_that_fails_and_is_taken_back_and_the_next_one_and_the_one_after_it()
    {
        var shown = "";
        foreach (
            var arguments in new string[][]
            {
                ["apply", "--yes"],
                ["status"],
                ["apply", "--yes", "--verbose"],
                ["apply", "--yes"],
                ["status"],
            }
        )
        {
            string[] all = [arguments[0], ".", "--env", "here", .. arguments[1..]];
            var result = await PlanRunnerProcess.RunAsync(folder, all);
            shown += $"$ planrunner {string.Join(' ', all)}\n{result.Output}--- stderr\n{result.Error}--- exit code {result.ExitCode}\n\n";
        }

        Snapshot.Verify(Plain(shown));
    }

    [Fact]
    public async Task On_a_terminal_one_line_tells_what_runs_and_gives_way_to_the_line_that_stays()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "plan.yaml"),
            """
            plan: slow
            version: 1
            steps:
              - id: slow
                title: Takes its time
                shell: { run: "while [ ! -e go ]; do sleep 0.05; done" }
                idempotent: true
            """
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "environments/here.yaml"), "environment: here\n");
        using var terminal = Terminal.Start(
            folder,
            "sh",
            ["-c", "stty cols 100; unset NO_COLOR; exec \"$@\"", "sh", .. PlanRunnerProcess.Command, "apply", ".", "--env", "here", "--yes"]
        );
        const string running = "run slow  Takes its time  ";
        // Drawn again and again while it runs.
        await UntilAsync(() => Regex.Count(terminal.Shown, Regex.Escape(running), RegexOptions.None, TimeSpan.FromSeconds(1)) > 2);
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "");
        await terminal.Process.WaitForExitAsync();
        await UntilAsync(() => terminal.Shown.Contains(" 0 undone", StringComparison.Ordinal));

        Assert.Equal(0, terminal.Process.ExitCode);
        var live = terminal.Shown.Split("\r\u001b[2K");
        Assert.Contains(live, line => line.StartsWith(running, StringComparison.Ordinal));
        Assert.All(live[1..^1], line => Assert.True(line.Length < 100, line));
        // What stays begins where the live line was wiped.
        Assert.StartsWith("ok        slow  Takes its time", Colour().Replace(live[^1], ""), StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(20, patience.Token);
    }

    private string Plain(string text) =>
        Time()
            .Replace(
                Duration()
                    .Replace(
                        Id()
                            .Replace(
                                text.Replace(folder, "FOLDER", StringComparison.Ordinal)
                                    .Replace(Environment.UserName, "USER", StringComparison.Ordinal)
                                    .Replace(Environment.MachineName, "HOST", StringComparison.Ordinal),
                                "RUN"
                            ),
                        "N s"
                    ),
                "TIME"
            );

    [GeneratedRegex(@"\b\d+(\.\d+)?(ms|s)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"(\d{4}-\d{2}-\d{2}[T ])?\d{2}:\d{2}(:\d{2})?(\.\d+)?Z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    // The fingerprint too: the folder of this test is part of what runs.
    [GeneratedRegex(@"\b(?<=v1:)[0-9a-f]{32}\b|\b[0-9a-f]{12}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();
}
