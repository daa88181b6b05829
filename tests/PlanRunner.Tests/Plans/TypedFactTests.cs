using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>What is said of something hangs on what it is, never on the words that were said of it before.</summary>
public sealed class TypedFactTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("{{ nowhere }}", "the name nowhere is unknown", true)]
    [InlineData("{{ x = 1; readonly x; x = 2 }}", "the name x is read-only", false)]
    public void Where_names_come_from_is_told_of_one_that_is_not_known_alone(string template, string message, bool told)
    {
        using var plan = new TestPlan($"  - {{ id: a, sql: {{ on: source, text: \"SELECT 1 {template}\" }} }}\n");
        plan.Refuse();
        var found = Assert.Single(plan.Diagnostics);
        Assert.Equal(("PR4002", message), (found.Id, found.Message));
        Assert.Equal(told, found.Help?.StartsWith("a text knows variables, environment, plan", StringComparison.Ordinal) == true);
    }

    /// <summary>The reason of a step says that it is out of order, or a fact of it does, never both.</summary>
    [Theory]
    [InlineData("sql: { on: source, text: SELECT 1 }", "out of order: later steps ran before it", false)]
    [InlineData("manual: { instructions: Ask. }", "manual: waiting for approval", true)]
    public void That_a_step_is_out_of_order_is_told_once(string kind, string reason, bool asFact)
    {
        using var plan = new TestPlan($"  - {{ id: first, {kind} }}\n  - {{ id: second, sql: {{ on: source, text: SELECT 2 }} }}\n");
        var rendered = plan.Render();
        var state = new StateSnapshot();
        state.Apply(new StateOpened(1, "test", "dev", "lineage") { At = At });
        state.Apply(new RunStarted("r1", "apply", "ada", "build-7", 42, "1.0", null) { At = At });
        var second = rendered.Leaves.Last();
        state.Apply(
            new StepStarted("r1", "second", second.Body!.Effect)
            {
                At = At,
                Kind = "sql",
                Text = second.Fingerprint,
            }
        );
        state.Apply(new StepDone("r1", "second", "ran") { At = At });

        var first = new ReviewBuilder(ChangePlanner.Decide(rendered, state, At), ReviewMaterial.None).Build().Leaves.First();

        Assert.Equal(reason, first.Reason);
        Assert.Equal(asFact, first.Facts.Contains("out of order: later steps ran before it"));
    }
}
