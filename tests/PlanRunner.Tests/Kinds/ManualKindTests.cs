using PlanRunner.Source;
using PlanRunner.Steps.Kinds;
using PlanRunner.Steps.Model;
using PlanRunner.Templating;
using PlanRunner.Tests.Processes;
using Xunit;

namespace PlanRunner.Tests.Kinds;

public sealed class ManualKindTests
{
    [Fact]
    public async Task Without_an_answer_a_person_must_do_it()
    {
        var needs = Assert.IsType<StepOutcome.NeedsPerson>(await Rendered().RunAsync(StepContexts.For(), default));
        Assert.Equal("step \"a/b\" is waiting for approval", needs.Diagnostic.Message);
        Assert.Equal("when it is done: planrunner approve PLAN a/b --env ENVIRONMENT", needs.Diagnostic.Help);
        Assert.Equal("Set `wal_level`.", needs.Diagnostic.Detail);
    }

    [Fact]
    public async Task Approved_beforehand_it_is_done() =>
        Assert.IsType<StepOutcome.Done>(await Rendered().RunAsync(StepContexts.For(approved: true), default));

    [Fact]
    public async Task An_answer_of_the_environment_is_run()
    {
        var told = new List<string>();
        var context = StepContexts.For(tell: told.Add, answer: Dummy.Command("out", "done", "env", "PLANRUNNER_STEP"));
        Assert.IsType<StepOutcome.Done>(await Rendered().RunAsync(context, default));
        Assert.Equal(["done", "a/b"], told);
    }

    [Fact]
    public async Task An_answer_that_fails_fails_the_step()
    {
        var context = StepContexts.For(answer: Dummy.Command("err", "no such button", "exit", "2"));
        var failed = Assert.IsType<StepOutcome.Failed>(await Rendered().RunAsync(context, default));
        Assert.Equal("the environment's command for \"a/b\" ended with exit code 2", failed.Diagnostic.Message);
        Assert.Equal("no such button", failed.Diagnostic.Detail);
    }

    private static RenderedManual Rendered()
    {
        const string text = "Set `wal_level`.\n";
        var step = new ManualStep(new ManualKind()) { Place = new Place(new SourceText("plan.yaml", ""), 1, 1) };
        return new RenderedManual(
            step,
            new RenderedText([new Segment(text, null, 0, text.Length, true)], new SourceText("plan.yaml", text))
        );
    }
}
