using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Tests.Reviewing;

/// <summary>States as runs leave them, event by event.</summary>
internal static class SceneStates
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static StateSnapshot Opened(string environment)
    {
        var state = new StateSnapshot();
        state.Apply(new StateOpened(1, "test", environment, "lineage") { At = At });
        state.Apply(new RunStarted("r1", "apply", "ada", "build-7", 42, "1.0", null) { At = At });
        return state;
    }

    public static void Started(StateSnapshot state, RenderedStep leaf, StepEffect effect) =>
        state.Apply(
            new StepStarted("r1", leaf.Path.Value, effect)
            {
                At = At,
                Kind = leaf.Body!.Kind.Key,
                Text = leaf.Fingerprint,
                Rendered = leaf.Body.Redacted,
            }
        );

    public static void Failed(StateSnapshot state, RenderedStep leaf, StepEffect effect, string because, bool certain)
    {
        Started(state, leaf, effect);
        state.Apply(new StepFailed("r1", leaf.Path.Value, false, because, certain) { At = At });
    }

    public static void Done(StateSnapshot state, RenderedStep leaf)
    {
        Started(state, leaf, leaf.Body!.Effect);
        state.Apply(new StepDone("r1", leaf.Path.Value, "ran") { At = At.AddSeconds(1) });
    }
}
