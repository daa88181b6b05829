using System.Text.Json;
using PlanRunner.Source.Messages;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What <c>planrunner explain</c> prints of one id, of several, of all, and of one that is not there.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ExplainTests
{
    [Fact]
    public async Task An_id_is_explained_however_it_is_typed()
    {
        const string Lock = """
            PR5014: Another run holds the lock of the state (error, exit code 5)
              Two runs of the same plan in the same environment never run concurrently.
              help: Wait for it, or raise --lock-timeout; planrunner status shows it.

            """;
        var one = await RunAsync("PR5014");
        Assert.Equal((0, Lock.ReplaceLineEndings("\n"), ""), one);
        Assert.Equal(one, await RunAsync("pr5014"));

        var several = await RunAsync("PR5014", "PR6016", "pr5014");
        Assert.Equal((0, ""), (several.ExitCode, several.Error));
        Assert.StartsWith(one.Output + "\nPR6016: A completed group is not undone (note)\n", several.Output, StringComparison.Ordinal);
        Assert.Equal(2, several.Output.Split('\n').Count(line => line.StartsWith("  help: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_an_id_all_are_listed()
    {
        var (exitCode, output, _) = await RunAsync("--list");
        Assert.Equal(0, exitCode);
        Assert.Equal(MessageRegister.All.Select(message => $"{message.Id}  {message.Title}"), output.TrimEnd('\n').Split('\n'));
        Assert.Equal(output, (await RunAsync()).Output);

        var both = await RunAsync("--list", "PR5014");
        Assert.Equal((3, ""), (both.ExitCode, both.Output));
        Assert.Contains("error PR3903: --list lists all ids: leave it or the ID out", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_it_as_json()
    {
        var (exitCode, output, _) = await RunAsync("PR5014", "PR3989", "--output", "json");
        Assert.Equal(0, exitCode);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(1, json.RootElement.GetProperty("format").GetInt32());
        var messages = json.RootElement.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["PR5014", "PR3989"], messages.Select(message => message.GetProperty("id").GetString()));
        Assert.Equal(["error", "warning"], messages.Select(message => message.GetProperty("severity").GetString()));
        Assert.Equal(5, messages[0].GetProperty("exit_code").GetInt32());
        Assert.False(messages[1].TryGetProperty("exit_code", out _));
        Assert.Equal(MessageRegister.Find("PR3989")!.Meaning, messages[1].GetProperty("meaning").GetString());
    }

    [Fact]
    public async Task One_that_is_not_there_is_told_with_the_nearest_and_the_others_are_explained()
    {
        var (exitCode, output, error) = await RunAsync("PR50144", "PR5014");
        Assert.Equal(3, exitCode);
        Assert.StartsWith("PR5014: ", output, StringComparison.Ordinal);
        Assert.Equal("error PR3992: there is no message \"PR50144\"\n  help: did you mean \"PR5014\"?\n", error);

        var word = await RunAsync("lock");
        Assert.Equal((3, ""), (word.ExitCode, word.Output));
        Assert.Equal("error PR3992: there is no message \"lock\"\n  help: planrunner explain --list lists them\n", word.Error);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var result = await PlanRunnerProcess.RunAsync(RepositoryRoot.Path, ["explain", .. arguments]);
        return (result.ExitCode, result.Output, result.Error);
    }
}
