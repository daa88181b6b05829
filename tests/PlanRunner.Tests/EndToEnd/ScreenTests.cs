using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What people see, to the letter. No server is needed here.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ScreenTests
{
    private static readonly string Here = Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd");

    [Fact]
    public Task The_dry_run_before_anything_ran() =>
        ShowsAsync(nameof(The_dry_run_before_anything_ran), "dry-run", ".", "--env", "production", "--offline");

    [Fact]
    public Task The_status_before_anything_ran() =>
        ShowsAsync(nameof(The_status_before_anything_ran), "status", ".", "--env", "production");

    [Fact]
    public Task The_rendered_text_of_a_step_with_a_secret() =>
        ShowsAsync(nameof(The_rendered_text_of_a_step_with_a_secret), "render", ".", "role", "--env", "production");

    [Fact]
    public Task A_valid_plan() => ShowsAsync(nameof(A_valid_plan), "validate", ".");

    [Fact]
    public Task A_missing_environment() => ShowsAsync(nameof(A_missing_environment), "dry-run", ".", "--env", "prodution");

    [Fact]
    public Task A_missing_secret() => ShowsAsync(nameof(A_missing_secret), "apply", ".", "--env", "production", "--yes");

    [Fact]
    public Task A_step_that_is_not_there() => ShowsAsync(nameof(A_step_that_is_not_there), "approve", ".", "agred", "--env", "production");

    [Fact]
    public Task A_wrong_command_line() => ShowsAsync(nameof(A_wrong_command_line), "aply", ".");

    [Fact]
    public Task A_server_that_cannot_be_reached() =>
        ShowsInAsync("unreachable", nameof(A_server_that_cannot_be_reached), "apply", ".", "--env", "here", "--yes");

    [Fact]
    public Task The_help() => ShowsAsync(nameof(The_help), "--help");

    private static Task ShowsAsync(string name, params string[] arguments) => ShowsInAsync("screens", name, arguments);

    private static async Task ShowsInAsync(string plan, string name, params string[] arguments)
    {
        var folder = Path.Combine(Here, plan);
        var result = await PlanRunnerProcess.RunAsync(folder, arguments);
        var shown =
            $"$ planrunner {string.Join(' ', arguments)}\n{result.Output}{(result.Error.Length > 0 ? "--- stderr\n" : "")}{result.Error}--- exit code {result.ExitCode}\n";
        Snapshot.VerifyFile(Path.Combine(Here, $"{nameof(ScreenTests)}.{name}"), shown.Replace(folder, "FOLDER", StringComparison.Ordinal));
    }
}
