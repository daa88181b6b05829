using PlanRunner.Runner.Gates;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Gates;

/// <summary>Each gate by itself: what it decides from a plan, a state and a command line, and what the other commands make of the same.</summary>
public sealed class GateTests
{
    private const string One =
        "  - id: one\n    sql: { on: source, text: UPDATE t SET n = 1 WHERE id = 1 }\n    undo: { sql: { on: source, text: UPDATE t SET n = 0 WHERE id = 1 } }\n";

    private const string Templated =
        "  - id: one\n    sql: { on: source, text: \"UPDATE t SET n = {{ n }} WHERE id = 1\" }\n    undo: none\n";

    private const string NoUndo = "  - id: one\n    sql: { on: source, text: UPDATE t SET n = 1 WHERE id = 1 }\n";

    private const string Window = """
          - id: window
            on_failure: undo
            steps:
              - id: freeze
                sql: { on: source, text: "REVOKE UPDATE ON t FROM shop" }
                undo: { sql: { on: source, text: "GRANT UPDATE ON t TO shop" } }
              - id: move
                sql: { on: source, text: "UPDATE t SET n = 2 WHERE id = 1" }
                undo: { sql: { on: source, text: "UPDATE t SET n = 1 WHERE id = 1" } }

        """;

    [Fact]
    public void A_protected_environment_without_a_state_is_not_run_by_mistake()
    {
        using var scene = new GateScene(One, "protected: true\n");
        Told(scene, apply: "4 PR5010", dryRun: "goes on", undo: "goes on", undoDryRun: "goes on");
        scene.Typed = scene.Typed with { FirstRun = true };
        Assert.Equal("goes on", scene.Told(GatedCommand.Apply));
    }

    [Fact]
    public void Steps_that_the_command_line_names_must_be_there()
    {
        using var scene = new GateScene(Window);
        scene.Typed = scene.Typed with { Until = "window/mov", To = "windo", Confirmed = ["window"] };
        Told(scene, apply: "3 PR3904", dryRun: "goes on", undo: "3 PR3904", undoDryRun: "3 PR3904");
        Assert.Equal("did you mean \"window/move\"?", scene.Stops(GatedCommand.Apply)!.Value.Refusal.Reasons[0].Help);
        scene.Typed = scene.Typed with { Until = "window/freeze", To = "window" };
        Told(scene, apply: "3 PR3905", dryRun: "goes on", undo: "goes on", undoDryRun: "goes on");
        scene.Typed = scene.Typed with { Until = "window", Confirmed = ["door"] };
        Assert.Equal("3 PR3904", scene.Told(GatedCommand.Apply));
    }

    [Fact]
    public void Other_values_than_the_last_run_was_given_stop_what_runs_and_are_told_by_what_only_looks()
    {
        using var scene = new GateScene(
            One + "  - id: two\n    sql: { on: source, text: \"UPDATE t SET n = {{ n }} WHERE id = 2\" }\n    undo: none\n",
            head: "variables: { n: { type: integer, default: 1 } }"
        );
        scene.After(
            new RunStarted("r2", "apply", "ada", "desk", 1, "1.0", null) { Variables = new Dictionary<string, string> { ["n"] = "5" } }
        );
        Told(scene, apply: "4 PR5085", dryRun: "goes on", undo: "4 PR5085", undoDryRun: "4 PR5085");
        var refusal = scene.Stops(GatedCommand.Apply)!.Value.Refusal;
        Assert.Equal("planrunner apply plan.yaml --env dev --same-vars", refusal.Next);
        Assert.Equal("PR5085", GivenVariables.Warning(scene.Plan, scene.State, new Dictionary<string, string>())!.Id);
    }

    [Fact]
    public void A_window_that_the_plan_no_longer_has_stops_every_command()
    {
        using var scene = new GateScene(Window + One);
        scene.After(new StepStarted("r1", "window", StepEffect.None) { Kind = "steps" });
        scene.With(One);
        Told(scene, apply: "6 PR5018", dryRun: "6 PR5018", undo: "6 PR5018", undoDryRun: "6 PR5018");
        Assert.Equal(GateMoment.Shown, scene.Stops(GatedCommand.DryRun)!.Value.Moment);
        Assert.Equal(GateMoment.Decided, scene.Stops(GatedCommand.Undo)!.Value.Moment);
    }

    [Fact]
    public void Other_values_and_a_lost_window_weigh_as_much_as_the_window()
    {
        const string Variables = "variables: { n: { type: integer, default: 1 } }";
        using var scene = new GateScene(Window + Templated, head: Variables);
        scene.After(
            new RunStarted("r2", "apply", "ada", "desk", 1, "1.0", null) { Variables = new Dictionary<string, string> { ["n"] = "5" } }
        );
        scene.After(new StepStarted("r2", "window", StepEffect.None) { Kind = "steps" });
        scene.With(Templated);
        Told(scene, apply: "6 PR5085 PR6018", dryRun: "6 PR5018", undo: "6 PR5085 PR6018", undoDryRun: "6 PR5085 PR6018");
    }

    [Fact]
    public void An_undo_does_not_begin_while_a_group_is_open()
    {
        using var scene = new GateScene(Window);
        scene.After(new StepStarted("r1", "window", StepEffect.None) { Kind = "steps" });
        Told(scene, apply: "goes on", dryRun: "goes on", undo: "6 PR5033", undoDryRun: "6 PR5033");
    }

    [Fact]
    public void Only_what_was_agreed_on_runs()
    {
        using var scene = new GateScene(One, "require_approval: true\n");
        Told(scene, apply: "4 PR5080", dryRun: "goes on", undo: "goes on", undoDryRun: "goes on");
        scene.Typed = scene.Typed with { ExpectFingerprint = "v1:0" };
        Assert.Equal("4 PR5011", scene.Told(GatedCommand.Apply));
        scene.Typed = scene.Typed with { ExpectFingerprint = null };
        scene.Done();
        Told(scene, apply: "goes on", dryRun: "goes on", undo: "4 PR5080", undoDryRun: "goes on");
        Assert.Equal("planrunner undo plan.yaml --env dev --approved approved.json", scene.Stops(GatedCommand.Undo)!.Value.Refusal.Next);
        scene.Typed = scene.Typed with { Approved = "/nowhere/approved.json" };
        Assert.StartsWith("3 PR", scene.Told(GatedCommand.Undo), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_changed_after_it_ran_stops_an_apply_and_is_shown_by_a_dry_run()
    {
        using var scene = new GateScene(One);
        scene.Done().With(One.Replace("n = 1", "n = 7", StringComparison.Ordinal));
        Told(scene, apply: "4 PR5012", dryRun: "goes on", undo: "goes on", undoDryRun: "goes on");
        var refusal = scene.Stops(GatedCommand.Apply)!.Value.Refusal;
        Assert.Equal("planrunner accept plan.yaml one --env dev --reason \"…\"", refusal.Next);
        Assert.True(refusal.Reasons[0].Place is { Line: > 1 });
    }

    [Fact]
    public void A_step_that_ran_under_another_id_stops_every_command()
    {
        using var scene = new GateScene(One);
        scene.Done().With(One.Replace("id: one", "id: other", StringComparison.Ordinal));
        Told(scene, apply: "4 PR5075", dryRun: "4 PR5075", undo: "4 PR5075", undoDryRun: "4 PR5075");
        Assert.Equal(
            "planrunner state mv plan.yaml one other --env dev --reason \"…\"",
            scene.Stops(GatedCommand.DryRun)!.Value.Refusal.Next
        );
    }

    [Fact]
    public void Half_a_window_is_not_taken_back()
    {
        using var scene = new GateScene(Window);
        scene.Done().After(new StepStarted("r1", "window", StepEffect.None) { Kind = "steps" }).After(new StepDone("r1", "window", "done"));
        scene.Typed = scene.Typed with { To = "window/freeze" };
        Told(scene, apply: "goes on", dryRun: "goes on", undo: "3 PR3905", undoDryRun: "3 PR3905");
        scene.Typed = scene.Typed with { To = null };
        Assert.Equal("goes on", scene.Told(GatedCommand.Undo));
    }

    [Fact]
    public void What_cannot_be_taken_back_stops_all_of_an_undo_once_it_was_shown()
    {
        using var scene = new GateScene(NoUndo + One.Replace("id: one", "id: two\n    point_of_no_return: true", StringComparison.Ordinal));
        scene.Done();
        Told(scene, apply: "goes on", dryRun: "goes on", undo: "4 PR5030", undoDryRun: "4 PR5030");
        Assert.Equal(GateMoment.Shown, scene.Stops(GatedCommand.UndoDryRun)!.Value.Moment);
        scene.Typed = scene.Typed with { To = "one" };
        Told(scene, apply: "goes on", dryRun: "goes on", undo: "4 PR5034", undoDryRun: "4 PR5034");
        scene.Typed = scene.Typed with { Past = ["two"] };
        Assert.Equal("goes on", scene.Told(GatedCommand.Undo));
    }

    [Fact]
    public void A_step_in_doubt_is_not_taken_back()
    {
        using var scene = new GateScene(
            One.Replace("sql: { on: source, text: UPDATE t SET n = 1 WHERE id = 1 }", "shell: { run: ./copy }", StringComparison.Ordinal)
        );
        SceneStates.Started(scene.After(new RunFinished("r1", 1)).State, scene.Plan.Leaves.Single(), StepEffect.Outside);
        Told(scene, apply: "goes on", dryRun: "goes on", undo: "4 PR5031", undoDryRun: "4 PR5031");
        Assert.Contains(
            "planrunner resolve plan.yaml one --env dev --not-done",
            scene.Stops(GatedCommand.Undo)!.Value.Refusal.Next,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_finding_that_blocks_stops_what_runs_and_what_shows_it_and_never_an_undo()
    {
        const string Drop =
            "  - id: one\n    sql: { on: source, text: ALTER TABLE t DROP COLUMN n }\n    undo: { sql: { on: source, text: DROP TABLE u } }\n";
        using var scene = new GateScene(Drop);
        Told(scene, apply: "4 PR5063", dryRun: "4 PR5063", undo: "goes on", undoDryRun: "goes on");
        scene.Done();
        Told(scene, apply: "goes on", dryRun: "goes on", undo: "goes on", undoDryRun: "goes on");
    }

    [Fact]
    public void Markers_that_differ_stop_what_looks_after_it_has_shown_what_then_would_be()
    {
        using var scene = new GateScene(One);
        var told = new Source.Diagnostic("PR5051", Source.Severity.Warning, "one: done", null);
        var refusal = GateList.First(GateMoment.Shown, scene.Question(GatedCommand.DryRun) with { Markers = [told] });
        Assert.Equal((4, "planrunner apply plan.yaml --env dev"), (refusal!.ExitCode, refusal.Next));
        refusal = GateList.First(GateMoment.Shown, scene.Question(GatedCommand.UndoDryRun) with { Markers = [told] });
        Assert.Equal((4, "planrunner undo plan.yaml --env dev"), (refusal!.ExitCode, refusal.Next));
    }

    private static void Told(GateScene scene, string apply, string dryRun, string undo, string undoDryRun) =>
        Assert.Equal(
            (apply, dryRun, undo, undoDryRun),
            (
                scene.Told(GatedCommand.Apply),
                scene.Told(GatedCommand.DryRun),
                scene.Told(GatedCommand.Undo),
                scene.Told(GatedCommand.UndoDryRun)
            )
        );
}
