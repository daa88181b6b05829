using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Reviewing;

namespace PlanRunner.Tests.Gates;

/// <summary>A plan, a state and a command line, which the gates are asked about: without a console, a file of the state or a server.</summary>
internal sealed class GateScene : IDisposable
{
    private readonly TestPlan test;

    public GateScene(string steps, string environment = "", string head = "")
    {
        test = new TestPlan(
            steps,
            head,
            $"environment: dev\n{environment}connections: {{ source: {{ host: localhost, database: shop, username: me }} }}\n"
        );
        Plan = test.Render(readSecrets: true);
    }

    public RenderedPlan Plan { get; private set; }

    public StateSnapshot State { get; private set; } = StateSnapshot.Empty;

    public TypedCommand Typed { get; set; } =
        new("apply", new CommandArguments("plan.yaml", "--env dev"), new CommandArguments("plan.yaml", "--env dev"))
        {
            Rehearsed = new CommandArguments("plan.yaml", "--env dev"),
        };

    public void Dispose() => test.Dispose();

    /// <summary>All of it ran, as the plan says it now.</summary>
    public GateScene Done()
    {
        State = SceneStates.Opened("dev");
        foreach (var leaf in Plan.Leaves)
            SceneStates.Done(State, leaf);
        return this;
    }

    public GateScene After(StateEvent line)
    {
        if (State.IsEmpty)
            State = SceneStates.Opened("dev");
        State.Apply(line with { At = SceneStates.At });
        return this;
    }

    /// <summary>The plan is edited.</summary>
    public GateScene With(string steps)
    {
        var path = Path.Combine(test.Folder, "plan.yaml");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..(text.IndexOf("steps:\n", StringComparison.Ordinal) + "steps:\n".Length)] + steps);
        Plan = test.Render(readSecrets: true);
        return this;
    }

    public GateQuestion Question(GatedCommand command)
    {
        var undo = command is GatedCommand.Undo or GatedCommand.UndoDryRun;
        var changes = ChangePlanner.Decide(Plan, State, SceneStates.At.AddHours(1));
        var asked = new GateQuestion(
            command,
            Typed with
            {
                Name =
                    undo ? "undo"
                    : command == GatedCommand.DryRun ? "dry-run"
                    : "apply",
            },
            Plan
        )
        {
            StatePath = "state.jsonl",
            Reading = new StateReading(State, "", 0, false, new Diagnostics()),
        };
        return undo ? asked.ForUndo(changes) : asked with { Changes = changes };
    }

    /// <summary>What stops a command, and at which moment; null where nothing does.</summary>
    public (GateMoment Moment, Refusal Refusal)? Stops(GatedCommand command)
    {
        foreach (var moment in Enum.GetValues<GateMoment>())
        {
            if (GateList.First(moment, Question(command)) is { } refusal)
                return (moment, refusal);
        }

        return null;
    }

    /// <summary>The same in a word: the exit code and the numbers that are told.</summary>
    public string Told(GatedCommand command) =>
        Stops(command) is { Refusal: var refusal }
            ? $"{refusal.ExitCode} {string.Join(' ', refusal.Reasons.Select(reason => reason.Id))}"
            : "goes on";
}
