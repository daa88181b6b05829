using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Changes;

/// <summary>Of a step that was cut off or has failed: whether a person has to decide, as far as plan and state tell.</summary>
public sealed class UndecidedTests
{
    private const string Shell = "shell: { run: ./copy }";

    private const string Sql = "sql: { on: source, text: UPDATE t SET n = 1 }";

    private const string Probe = "\n    done_when: { on: source, text: SELECT true }";

    private const string TakenBack = "\n    undo: { shell: { run: ./remove }, idempotent: true }\n    on_interrupted: undo";

    private const string Concurrently = "sql: { on: source, text: CREATE INDEX CONCURRENTLY i ON t (n) }";

    private const string Procedure = "sql: { on: source, text: CALL work(), transaction: forbidden }";

    [Theory]
    [InlineData("a script", Shell, StepEffect.Outside, true)]
    [InlineData("a script that may run twice", Shell + "\n    idempotent: true", StepEffect.Outside, false)]
    [InlineData("a script with a probe", Shell + Probe, StepEffect.Outside, false)]
    [InlineData("a script that is taken back first", Shell + TakenBack, StepEffect.Outside, false)]
    [InlineData("what the plan leaves to a person", Shell + Probe + "\n    on_interrupted: stop", StepEffect.Outside, true)]
    [InlineData("a statement that the catalog tells of", Concurrently, StepEffect.Outside, false)]
    [InlineData("a statement that no catalog tells of", Procedure, StepEffect.Outside, true)]
    [InlineData("a transaction that was not about to commit", Sql, StepEffect.Transaction, false)]
    public void What_is_settled_without_one_is_not_left_to_one(string what, string step, object effect, bool person)
    {
        using var test = new TestPlan($"  - id: one\n    {step}\n");
        var plan = test.Render(readSecrets: true);
        var state = SceneStates.Opened("dev");
        SceneStates.Started(state, plan.Leaves.Single(), (StepEffect)effect);
        var changes = ChangePlanner.Decide(plan, state, SceneStates.At);
        Assert.True(person == changes.Undecided.Any(), what);
        Assert.Empty(changes.Refused);
    }

    [Fact]
    public void A_transaction_around_its_commit_is_asked_about_at_the_server()
    {
        using var test = new TestPlan($"  - id: one\n    {Sql}\n");
        var plan = test.Render(readSecrets: true);
        var state = SceneStates.Opened("dev");
        SceneStates.Started(state, plan.Leaves.Single(), StepEffect.Transaction);
        Assert.Equal(0, ChangePlanner.Decide(plan, state, SceneStates.At).InDoubt);
        state.Apply(new StepCommitting("r1", "one", false, null, new CommitPoint("source", "7", "1", "1", "d", 8, "", true)));
        var changes = ChangePlanner.Decide(plan, state, SceneStates.At);
        Assert.Equal(1, changes.InDoubt);
        Assert.Empty(changes.Undecided);
    }
}
