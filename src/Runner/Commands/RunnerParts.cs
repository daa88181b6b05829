using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Commands;

/// <summary>What the command line is composed of where tests need another piece, such as a journal that dies on cue.</summary>
internal sealed record RunnerParts(Func<string, StateReading, string, string, TimeProvider, StateStore> OpenStore)
{
    public static RunnerParts Standard { get; } = new(StateStore.Open);

    public CommandConsole Console { get; init; } = CommandConsole.OfProcess;

    /// <summary>The kinds that the steps of a plan may be of.</summary>
    public StepKinds Kinds { get; init; } = StepKinds.BuiltIn;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where something is told that is of no command's own.</summary>
    public Output Output => Console.Open(Time);

    /// <summary>The same, with somebody who is told of every line that the journal takes.</summary>
    public RunnerParts Watched(Action<StateEvent> watch) =>
        this with
        {
            OpenStore = (path, reading, plan, environment, time) =>
            {
                var store = OpenStore(path, reading, plan, environment, time);
                store.Written = watch;
                return store;
            },
        };
}
