using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Commands;

/// <summary>What the command line is composed of where tests need another piece, such as a journal that dies on cue.</summary>
internal sealed record RunnerParts(Func<string, StateReading, string, string, TimeProvider, StateStore> OpenStore)
{
    public static RunnerParts Standard { get; } = new(StateStore.Open);

    /// <summary>The same, with somebody who is told of every line that the journal takes.</summary>
    public RunnerParts Watched(Action<StateEvent> watch) => new((path, reading, plan, environment, time) =>
    {
        var store = OpenStore(path, reading, plan, environment, time);
        store.Written = watch;
        return store;
    });
}
