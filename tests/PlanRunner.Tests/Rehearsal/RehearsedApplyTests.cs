using System.Text.Json.Nodes;
using PlanRunner.Runner.Commands;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Tests.Gates;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

/// <summary>What a rehearsal proves is what <c>planrunner apply</c> does: the same operation, which is only not typed.</summary>
public sealed class RehearsedApplyTests : IDisposable
{
    private readonly TestPlan test = new(
        """
          - id: say
            shell: { run: "echo {{ greeting | sh.quote }}" }
            undo: none
          - id: fail
            shell: { run: "exit 7" }
            undo: none
        """,
        head: "variables: { greeting: { type: string } }"
    );

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task It_writes_what_a_typed_apply_writes_and_leaves_the_next_command_to_the_rehearsal()
    {
        var (typed, typedConsole) = await TypedAsync("one-way.jsonl", "--until", "say");
        var seen = new List<StateEvent>();
        var (called, calledConsole) = await CalledAsync("other-way.jsonl", "say", seen.Add);
        Assert.True((typed, called) == (0, 0), typedConsole.Error + calledConsole.Error);
        Assert.Equal(await LinesAsync("one-way.jsonl"), await LinesAsync("other-way.jsonl"));
        // All but the first line, which makes the file before anybody can be told.
        Assert.Equal((await LinesAsync("other-way.jsonl")).Count - 1, seen.Count);
        Assert.Equal(typedConsole.Output.Split(' ')[2..], calledConsole.Output.Split(' ')[2..]);

        // The values are those of the last run, so that a sandbox that is taken up goes on with them.
        (typed, typedConsole) = await TypedAsync("one-way.jsonl", "--same-vars");
        (called, calledConsole) = await CalledAsync("other-way.jsonl", null, null, "greeting=hello");
        Assert.Equal((1, 1), (typed, called));
        Assert.Equal(await LinesAsync("one-way.jsonl"), await LinesAsync("other-way.jsonl"));
        Assert.Contains("next: planrunner resolve", typedConsole.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("next: ", calledConsole.Error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, TextConsole Console)> TypedAsync(string state, params string[] words)
    {
        var console = new TextConsole();
        string[] all = ["apply", "plan.yaml", "--env", "environments/dev.yaml", "--state", state, "--yes", .. words];
        if (!words.Contains("--same-vars"))
            all = [.. all, "--var", "greeting=hello"];
        return DoneAsync(PlanRunnerCommand.RunAsync(all, Parts(console)), console);
    }

    private Task<(int ExitCode, TextConsole Console)> CalledAsync(
        string state,
        string? until,
        Action<StateEvent>? watch,
        params string[] variables
    )
    {
        var console = new TextConsole();
        var request = new PlanRequest("rehearse", "plan.yaml")
        {
            Variables = variables is [] ? ["greeting=hello"] : variables,
            Until = until,
        };
        var apply = new RehearsedApply(new OperationInput(request, Parts(console), new OutputOptions()));
        return DoneAsync(apply.RunAsync("environments/dev.yaml", state, watch, default), console);
    }

    private static async Task<(int ExitCode, TextConsole Console)> DoneAsync(Task<int> running, TextConsole console) =>
        (await running, console);

    private RunnerParts Parts(TextConsole console) =>
        RunnerParts.Standard with
        {
            Console = console,
            Time = new FixedTime(SceneStates.At),
            Folder = test.Folder,
        };

    // Each run and each file has an id of its own, and how long a step took is another time.
    private async Task<IReadOnlyList<string>> LinesAsync(string state)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(test.Folder, state));
        return
        [
            .. lines.Select(line =>
                Without(JsonNode.Parse(line.Replace(state, "state", StringComparison.Ordinal))!.AsObject(), "run", "lineage", "hash")
                    .ToJsonString()
            ),
        ];
    }

    private static JsonObject Without(JsonObject line, params string[] keys)
    {
        foreach (var key in keys)
            line.Remove(key);
        return line;
    }
}
