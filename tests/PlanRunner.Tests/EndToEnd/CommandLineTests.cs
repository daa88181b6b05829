using PlanRunner.Runner.State;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What is typed, what is told while it is waited, and what is told to type next. No server is needed here.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-typed-").FullName;

    public CommandLineTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        File.WriteAllText(Path.Combine(folder, "environments", "here.yaml"), "environment: here\n");
        File.WriteAllText(
            Path.Combine(folder, "plan.yaml"),
            """
            plan: typed
            version: 1
            steps:
              - id: agreed
                title: The owners of every application that writes to the orders have agreed to the window
                manual: { instructions: Ask them. }
            """
        );
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_arguments_the_help_is_shown()
    {
        var result = await PlanRunnerProcess.RunAsync(folder);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        Assert.Contains("dry-run", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task In_a_folder_with_a_plan_the_plan_need_not_be_named()
    {
        var status = await PlanRunnerProcess.RunAsync(folder, "status", "--env", "here");
        Assert.True(status.ExitCode == 0, status.Error);
        Assert.Contains("typed in here", status.Output, StringComparison.Ordinal);
        var approved = await PlanRunnerProcess.RunAsync(folder, "--quiet", "approve", "agreed", "--env", "here");
        Assert.True(approved.ExitCode == 0, approved.Error);
        Assert.Contains("next: planrunner apply plan.yaml --env here", approved.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await PlanRunnerProcess.RunAsync(folder, "state", "verify", "-e", "here")).ExitCode);

        var elsewhere = await PlanRunnerProcess.RunAsync(Path.Combine(folder, "environments"), "status", "--env", "here");
        Assert.Equal(3, elsewhere.ExitCode);
        Assert.Contains(
            "help: name the plan's file or folder; it can be omitted if plan.yaml is in the current folder",
            elsewhere.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("rehearse plan.yaml --env away", "apply", "--yes", "--same-vars")]
    [InlineData("rehearse plan.yaml --env away", "undo", "--dry-run")]
    [InlineData("rehearse plan.yaml --env away", "state", "rebind")]
    [InlineData("dry-run plan.yaml --env away --full --offline", "dry-run", "--full")]
    public async Task An_environment_of_a_rehearsal_has_no_servers_before_one_starts_them(string next, params string[] typed)
    {
        await OfRehearsalAsync("away");
        string[] words =
            typed[0] == "state" ? ["state", "rebind", "plan.yaml", "--reason", "none"] : [typed[0], "plan.yaml", .. typed[1..]];
        var refused = await PlanRunnerProcess.RunAsync(folder, [.. words, "--env", "away"]);
        Assert.True(refused.ExitCode == 3, refused.Error);
        Assert.Contains("environments/away.yaml:3:3", refused.Error, StringComparison.Ordinal);
        Assert.Contains(
            "PR5088: environment \"away\" is for rehearsals: \"db\" is a sandbox, whose server only planrunner rehearse starts",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.EndsWith($"next: planrunner {next}\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await PlanRunnerProcess.RunAsync(folder, "dry-run", "plan.yaml", "--env", "away", "--offline")).ExitCode);
    }

    [Fact]
    public async Task A_rehearsal_that_needs_no_environment_to_be_named_names_it_in_what_to_type()
    {
        await OfRehearsalAsync("rehearsal");
        var asked = await PlanRunnerProcess.RunAsync(folder, "rehearse", "plan.yaml");
        Assert.True(asked.ExitCode == 4, asked.Error);
        Assert.EndsWith("next: planrunner rehearse plan.yaml --env rehearsal --yes\n", asked.Error, StringComparison.Ordinal);
    }

    private async Task OfRehearsalAsync(string name)
    {
        await File.AppendAllTextAsync(Path.Combine(folder, "plan.yaml"), "\nconnections: { db: { description: One } }\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments", $"{name}.yaml"),
            $"environment: {name}\nconnections:\n  db: {{ sandbox: {{ database: shop, username: postgres }} }}\n"
        );
    }

    [Fact]
    public async Task Who_waits_for_a_lock_is_told_at_once_and_whom_for_and_the_lock_is_kept_out_of_git()
    {
        var state = Path.Combine(folder, ".planrunner", "typed.here.state.jsonl");
        var (held, _) = await StateLock.AcquireAsync(
            state,
            new LockHolder(4711, "ann", "desk", DateTimeOffset.UnixEpoch, "apply"),
            TimeSpan.Zero,
            TimeProvider.System,
            null,
            default
        );
        using (held)
        {
            var result = await PlanRunnerProcess.RunAsync(folder, "approve", "agreed", "--env", "here", "--lock-timeout", "1s");
            var told = result.Error.Split('\n');
            Assert.StartsWith("waiting   for the lock of ", told[0], StringComparison.Ordinal);
            Assert.Contains("ann@desk", told[0], StringComparison.Ordinal);
            Assert.EndsWith("; for at most 1.0s", told[0], StringComparison.Ordinal);
            Assert.Contains("error PR5014", told[1], StringComparison.Ordinal);
        }

        Assert.Equal("*.lock\n*.lock.holder\n", await File.ReadAllTextAsync(Path.Combine(folder, ".planrunner", ".gitignore")));
    }

    [Fact]
    public async Task A_state_file_that_is_gone_is_told_with_the_plan_and_the_environment_to_type()
    {
        Assert.Equal(0, (await PlanRunnerProcess.RunAsync(folder, "approve", "agreed", "--env", "here")).ExitCode);
        File.Delete(Path.Combine(folder, ".planrunner", "typed.here.state.jsonl"));
        var result = await PlanRunnerProcess.RunAsync(folder, "status", "--env", "here");
        Assert.Contains("error PR5006", result.Error, StringComparison.Ordinal);
        Assert.Contains("planrunner state repair plan.yaml --env here starts a new one", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_no_to_a_manual_step_is_told_how_to_say_yes_later_and_no_word_is_broken_on_a_narrow_screen()
    {
        using var terminal = PlanRunnerProcess.OnTerminal(folder, "apply", "--env", "here");
        await AnswerAsync(terminal, "Run this in here?", "y");
        await AnswerAsync(terminal, "is it done?", "n");
        await terminal.Process.WaitForExitAsync();
        await UntilAsync(terminal, "next: ");
        Assert.Contains("next: planrunner approve plan.yaml agreed --env here", terminal.Shown, StringComparison.Ordinal);
        foreach (var word in new[] { "application", "window", "planrunner", "approve", "Fingerprint" })
            Assert.Contains(word, terminal.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--capture has no effect with --not-done",
        "resolve",
        "plan.yaml",
        "agreed",
        "--env",
        "here",
        "--not-done",
        "--capture",
        "a=b",
        "--reason",
        "r"
    )]
    [InlineData("--until has no effect with --setup-only", "rehearse", "plan.yaml", "--setup-only", "--until", "agreed")]
    [InlineData("--all-envs has no effect with --env", "validate", "plan.yaml", "--all-envs", "--env", "here")]
    [InlineData("--relaxed has no effect without --template", "render", "plan.yaml", "--env", "here", "--relaxed")]
    public async Task An_option_that_would_be_passed_over_is_refused(string said, params string[] typed)
    {
        var result = await PlanRunnerProcess.RunAsync(folder, typed);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"error PR3903: {said}", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no option \"--evn\" of apply", "did you mean \"--env\"?", "apply", "plan.yaml", "--evn", "here")]
    [InlineData("there is no option \"--evn\" of apply", "did you mean \"--env\"?", "apply", "--evn=here")]
    [InlineData(
        "there is no option \"--environment\" of status",
        "did you mean \"--env\"?",
        "status",
        "plan.yaml",
        "--environment",
        "here"
    )]
    [InlineData("there is no option \"--aproved\" of apply", "did you mean \"--approved\"?", "apply", "--env", "here", "--aproved", "file")]
    [InlineData("there is no option \"--evn\" of validate", "did you mean \"--env\"?", "validate", "--evn")]
    [InlineData(
        "there is no option \"--xyzzy\" of state repair",
        "planrunner state repair --help lists them",
        "state",
        "repair",
        "plan.yaml",
        "--xyzzy"
    )]
    [InlineData("there is no option \"--quite\"", "did you mean \"--quiet\"?", "--quite")]
    [InlineData("there is no command \"aply\"", "did you mean \"apply\"?", "aply", "plan.yaml", "--env", "here", "--yes")]
    [InlineData("there is no command \"state veriy\"", "did you mean \"verify\"?", "state", "veriy", "plan.yaml", "--env", "here")]
    [InlineData("the option \"--env\" must come after the command", "write: planrunner status … --env", "--env", "here", "status")]
    [InlineData(
        "the option \"--env\" must come after the command",
        "write: planrunner state verify … --env",
        "state",
        "--env",
        "here",
        "verify"
    )]
    [InlineData(
        "the option \"--env\" is given without a command",
        "write the command first; planrunner --help lists them",
        "--env",
        "here"
    )]
    [InlineData("Required argument missing for option: '--env'.", "planrunner status --help", "status", "--env")]
    [InlineData("Required argument 'STEP' missing for command: 'approve'.", "planrunner approve --help", "approve", "--env", "here")]
    [InlineData(
        "Required argument 'STEP' missing for command: 'approve'.",
        "planrunner approve --help",
        "approve",
        "plan.yaml",
        "-e",
        "here"
    )]
    [InlineData("Option '--reason' is required.", "planrunner resolve --help", "resolve", "agreed", "--env", "here", "--done")]
    [InlineData("there is no command \"state repiar\"", "did you mean \"repair\"?", "state", "repiar", "plan.yaml")]
    public async Task What_does_not_exist_is_told_once_and_with_what_was_meant(string said, string help, params string[] typed)
    {
        var result = await PlanRunnerProcess.RunAsync(folder, typed);
        Assert.Equal((3, $"error PR3903: {said}\n  help: {help}\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_plan_with_the_other_ending_is_what_was_meant()
    {
        var result = await PlanRunnerProcess.RunAsync(folder, "validate", "plan.yml");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("there is no such file\n  help: did you mean \"plan.yaml\"?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_value_of_an_option_may_begin_with_a_dash()
    {
        var reasoned = await PlanRunnerProcess.RunAsync(
            folder,
            "resolve",
            "plan.yaml",
            "agreed",
            "--env",
            "here",
            "--done",
            "--reason=--evn"
        );
        Assert.Contains("agreed", reasoned.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PR3903", reasoned.Error, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(Terminal terminal, string question, string answer)
    {
        await UntilAsync(terminal, question);
        terminal.Type(answer + "\n");
    }

    private static async Task UntilAsync(Terminal terminal, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!terminal.Shown.Contains(text, StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }
}
