using PlanRunner.Runner.Commands;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Gates;

/// <summary>Whole commands within this process: with a console and a clock of their own.</summary>
public sealed class CommandInProcessTests : IDisposable
{
    private readonly TestPlan test = new(
        "  - id: ask\n    manual: { instructions: Ask them. }\n  - id: run\n    shell: { run: 'true' }\n    undo: none\n"
    );

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_starts_and_what_to_type_is_told()
    {
        var (code, console) = await RunAsync(null, "apply");
        Assert.Equal(4, code);
        Assert.StartsWith(
            "error PR5013: cannot prompt: not a terminal\n  help: nothing was started; ",
            console.Error,
            StringComparison.Ordinal
        );
        Assert.Matches(@"next: planrunner apply \S+plan.yaml --env dev --expect-fingerprint v1:[0-9a-f]+\n$", console.Error);
        Assert.Contains("Ask them.", console.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(State));
    }

    [Fact]
    public async Task Who_declines_is_told_that_nothing_was_started()
    {
        var (code, console) = await RunAsync("n\n", "apply");
        Assert.Equal(4, code);
        Assert.EndsWith("Nothing was started.\n", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_asks_at_the_console_and_writes_by_the_clock_that_it_was_handed()
    {
        var (code, console) = await RunAsync("y\ny\n", "apply");
        Assert.True(code == 0, console.Error);
        Assert.Contains("Run this in dev?", console.Error, StringComparison.Ordinal);
        Assert.All(
            await File.ReadAllLinesAsync(State),
            line => Assert.Contains("\"at\":\"2026-01-02T03:04:05", line, StringComparison.Ordinal)
        );

        (code, console) = await RunAsync(null, "apply");
        Assert.Equal((0, ""), (code, console.Error));
        Assert.StartsWith("Nothing to run: 2 steps are done.", console.Output, StringComparison.Ordinal);
        (code, console) = await RunAsync(null, "undo", "--to", "nowhere");
        Assert.Equal(3, code);
        Assert.StartsWith("error PR3904: plan \"test\" has no step \"nowhere\"", console.Error, StringComparison.Ordinal);
        (code, console) = await RunAsync(null, "undo");
        Assert.Equal(4, code);
        Assert.Matches(
            "plan.yaml:\\d+:\\d+: error PR5030: step \"ask\" is done and has no undo\n  help: nothing was undone; ",
            console.Error
        );
        (code, console) = await RunAsync(null, "undo", "--dry-run");
        Assert.Equal(4, code);
        Assert.Contains("-- no undo", console.Output, StringComparison.Ordinal);
        (code, console) = await RunAsync(null, "undo", "--to", "ask", "--yes");
        Assert.True(code == 0, console.Error);
        Assert.StartsWith("To undo, in this order:\n- run  run  (undo: none", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_and_the_apply_after_it_say_the_same_of_a_changed_text()
    {
        Assert.Equal(0, (await RunAsync("y\ny\n", "apply")).ExitCode);
        var path = Path.Combine(test.Folder, "plan.yaml");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("'true'", "'false'", StringComparison.Ordinal));
        var (shown, console) = await RunAsync(null, "dry-run", "--offline");
        var (code, refused) = await RunAsync(null, "apply", "--yes");
        Assert.Equal((0, 4), (shown, code));
        Assert.Contains("error PR5012: step \"run\"", refused.Error, StringComparison.Ordinal);
        Assert.Equal(console.Error.Split('\n')[^2], refused.Error.Split('\n')[^2]);
    }

    [Fact]
    public async Task A_damaged_state_stops_every_command_with_one_next_command()
    {
        Assert.Equal(0, (await RunAsync("y\ny\n", "apply")).ExitCode);
        await File.WriteAllTextAsync(State, "not a state\n");
        await File.WriteAllTextAsync(
            Path.Combine(test.Folder, "environments", "other.yaml"),
            (await File.ReadAllTextAsync(Path.Combine(test.Folder, "environments", "dev.yaml"))).Replace(
                "dev",
                "other",
                StringComparison.Ordinal
            )
        );
        string[][] commands =
        [
            ["apply", "--yes"],
            ["dry-run", "--offline"],
            ["undo"],
            ["undo", "--dry-run"],
            ["status"],
            ["compare", "--with", "other"],
        ];
        foreach (var words in commands)
        {
            var (code, console) = await RunAsync(null, words);
            Assert.True(code == 4, $"{string.Join(' ', words)}: {code}\n{console.Error}");
            Assert.Matches(@"next: planrunner state verify \S+plan.yaml --env dev\n$", console.Error);
        }
    }

    [Fact]
    public async Task A_command_works_in_the_folder_for_the_person_and_with_the_variables_that_it_was_handed()
    {
        var here = new Operator("ada", "ship", 7);
        Task<(int ExitCode, TextConsole Console)> InFolderAsync(string? typed, params string[] words) =>
            RunAsync(
                typed,
                parts => parts with { Folder = test.Folder, Operator = here, Variable = name => name == "MARK" ? "seen" : null },
                words
            );
        var secret = Path.Combine(test.Folder, "environments", "dev.yaml");
        await File.AppendAllTextAsync(secret, "secrets: { mark: { env: MARK } }\n");
        var path = Path.Combine(test.Folder, "plan.yaml");
        await File.WriteAllTextAsync(
            path,
            (await File.ReadAllTextAsync(path)).Replace("version: 1", "version: 1\nsecrets: [mark]", StringComparison.Ordinal)
        );

        // Neither the plan, which lies there, nor the folder of what is saved and of the state is named.
        var (code, console) = await InFolderAsync(null, "dry-run", "--env", "dev", "--offline", "--out", "saved.json");
        Assert.True(code == 0, console.Error);
        Assert.True(File.Exists(Path.Combine(test.Folder, "saved.json")));
        (code, console) = await InFolderAsync(
            "y\n",
            "apply",
            "--env",
            "environments/dev.yaml",
            "--state",
            "s.jsonl",
            "--approved",
            "saved.json"
        );
        Assert.True(code == 0, console.Error);
        var journal = await File.ReadAllLinesAsync(Path.Combine(test.Folder, "s.jsonl"));
        var started = Assert.Single(journal, line => line.Contains("\"event\":\"run-started\"", StringComparison.Ordinal));
        Assert.Contains("\"by\":\"ada\",\"host\":\"ship\",\"pid\":7", started, StringComparison.Ordinal);
        var approved = Assert.Single(journal, line => line.Contains("\"event\":\"approved\"", StringComparison.Ordinal));
        Assert.Contains("\"by\":\"ada\",\"host\":\"ship\"", approved, StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, "plan: [");
        (code, console) = await InFolderAsync(null, "validate");
        Assert.Equal(3, code);
        Assert.StartsWith("plan.yaml:", console.Error, StringComparison.Ordinal);
    }

    private string State => Path.Combine(test.Folder, ".planrunner", "test.dev.state.jsonl");

    private Task<(int ExitCode, TextConsole Console)> RunAsync(string? typed, params string[] words) =>
        RunAsync(typed, parts => parts, [words[0], Path.Combine(test.Folder, "plan.yaml"), "--env", "dev", .. words[1..]]);

    private static async Task<(int ExitCode, TextConsole Console)> RunAsync(
        string? typed,
        Func<RunnerParts, RunnerParts> with,
        string[] words
    )
    {
        var console = new TextConsole(typed);
        var parts = RunnerParts.Standard with { Console = console, Time = new FixedTime(SceneStates.At) };
        return (await PlanRunnerCommand.RunAsync(words, with(parts)), console);
    }
}
