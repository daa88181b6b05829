using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using Xunit;

namespace PlanRunner.Tests.State;

public sealed class RepairedStateTests
{
    [Fact]
    public void A_step_that_started_before_the_lost_lines_is_in_doubt()
    {
        var state = new StateSnapshot();
        state.Apply(new StepStarted("r1", "done", StepEffect.Transaction));
        state.Apply(new StepDone("r1", "done", "ran"));
        state.Apply(new StepStarted("r1", "cut", StepEffect.Transaction));

        state.Apply(new StateRepaired("ann", "host"));

        Assert.True(state.TailLost);
        Assert.False(state.Find(new StepPath("done"))!.InDoubt);
        Assert.True(state.Find(new StepPath("cut"))!.InDoubt);
    }

    [Fact]
    public void A_step_that_had_failed_for_certain_or_was_skipped_may_have_run_in_the_lost_lines()
    {
        var state = new StateSnapshot();
        state.Apply(new StepStarted("r1", "failed", StepEffect.Transaction));
        state.Apply(new StepFailed("r1", "failed", false, "no such table", Certain: true));
        state.Apply(new StepSkipped("r1", "skipped", "its condition is false"));

        state.Apply(new StateRepaired("ann", "host"));

        Assert.True(state.Find(new StepPath("failed"))!.InDoubt);
        Assert.Null(state.Find(new StepPath("skipped")));
    }

    [Fact]
    public void A_person_who_says_that_it_is_not_done_ends_its_undo_too()
    {
        var state = new StateSnapshot();
        state.Apply(new StepStarted("r1", "freeze", StepEffect.Transaction));
        state.Apply(new StepDone("r1", "freeze", "ran"));
        state.Apply(new StepStarted("r1", "freeze", StepEffect.Transaction) { Undo = true });
        state.Apply(new StepFailed("r1", "freeze", true, "no such table", Certain: true));

        state.Apply(new StepResolved("freeze", false, "taken back by hand", "ann", "host"));

        Assert.Null(state.Find(new StepPath("freeze"))!.Undo);
        Assert.False(state.Find(new StepPath("freeze"))!.MayHaveEffect);
    }
}
