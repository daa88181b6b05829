using PlanRunner.Runner.Commands;
using PlanRunner.Steps;
using PlanRunner.Tests.Gates;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Kinds;

/// <summary>A kind of these tests, which no file of the tool names, in plans of its own: nothing but its class is needed.</summary>
public sealed class AddedKindTests : IDisposable
{
    private const string Plan = """
          - id: shopping
            note: { file: notes.txt, text: "Buy {{ what }}" }
            undo: { note: { file: notes.txt, text: "Buy {{ what }}", remove: true } }

        """;

    private readonly TestPlan test = new(Plan, "variables: { what: { type: string, description: To buy, default: milk } }");

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task It_is_applied_found_done_and_undone()
    {
        var (code, console) = await RunAsync("dry-run", "--offline");
        Assert.True(code == 0, console.Error);
        Assert.Contains("-- into: notes.txt\nBuy milk", Lines(console.Output), StringComparison.Ordinal);
        Assert.Contains("exact", console.Output, StringComparison.Ordinal);

        (code, console) = await RunAsync("apply", "--yes");
        Assert.True(code == 0, console.Error);
        Assert.Equal(["Buy milk"], await File.ReadAllLinesAsync(Notes));
        Assert.Contains("\"kind\":\"note\"", await File.ReadAllTextAsync(State), StringComparison.Ordinal);

        (code, console) = await RunAsync("apply", "--yes");
        Assert.True(code == 0, console.Error);
        Assert.StartsWith("Nothing to run: 1 steps are done.", console.Output, StringComparison.Ordinal);

        (code, console) = await RunAsync("undo", "--yes");
        Assert.True(code == 0, console.Error);
        Assert.Empty(await File.ReadAllLinesAsync(Notes));
    }

    [Fact]
    public async Task Its_changed_text_is_asked_about()
    {
        Assert.Equal(0, (await RunAsync("apply", "--yes")).ExitCode);
        var (code, console) = await RunAsync("apply", "--yes", "--var", "what=bread");
        Assert.Equal(4, code);
        Assert.Contains("error PR5012: step \"shopping\"", console.Error, StringComparison.Ordinal);
        Assert.Equal(["Buy milk"], await File.ReadAllLinesAsync(Notes));
    }

    [Fact]
    public async Task Its_keys_are_checked_by_the_schema_that_it_brings()
    {
        var path = Path.Combine(test.Folder, "plan.yaml");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("text:", "txt:", StringComparison.Ordinal));
        var (code, console) = await RunAsync("apply", "--yes");
        Assert.Equal(3, code);
        Assert.Contains("PR2002: unknown key \"txt\"", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_it_its_key_is_none()
    {
        var (code, console) = await RunAsync(StepKinds.BuiltIn, "apply", "--yes");
        Assert.Equal(3, code);
        Assert.Contains("unknown key \"note\"", console.Error, StringComparison.Ordinal);
    }

    private string Notes => Path.Combine(test.Folder, "notes.txt");

    private string State => Path.Combine(test.Folder, ".planrunner", "test.dev.state.jsonl");

    private static string Lines(string output) => string.Join('\n', output.Split('\n').Select(line => line.TrimStart(' ', '|').TrimEnd()));

    private Task<(int ExitCode, TextConsole Console)> RunAsync(params string[] words) =>
        RunAsync(StepKinds.BuiltIn.With(new NoteKind()), words);

    private async Task<(int ExitCode, TextConsole Console)> RunAsync(StepKinds kinds, params string[] words)
    {
        var console = new TextConsole();
        var parts = RunnerParts.Standard with { Console = console, Time = new FixedTime(SceneStates.At), Kinds = kinds };
        var code = await PlanRunnerCommand.RunAsync(
            [words[0], Path.Combine(test.Folder, "plan.yaml"), "--env", "dev", .. words[1..]],
            parts
        );
        return (code, console);
    }
}
