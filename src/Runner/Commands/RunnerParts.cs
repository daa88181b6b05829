using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Commands;

/// <summary>What the command line is composed of where tests need another piece, such as a journal that dies on cue.</summary>
internal sealed record RunnerParts(Func<string, StateReading, string, string, TimeProvider, StateStore> OpenStore)
{
    public static RunnerParts Standard { get; } = new(StateStore.Open);
}
