using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Operations.Input;

/// <summary>
/// What an operation works with that is not its own: this process's, or that of a test, such as a journal that dies on cue.
/// </summary>
internal sealed record RunnerParts(Func<string, StateReading, string, string, TimeProvider, StateStore> OpenStore)
{
    public static RunnerParts Standard { get; } = new(StateStore.Open);

    public CommandConsole Console { get; init; } = CommandConsole.OfProcess;

    /// <summary>The kinds that the steps of a plan may be of.</summary>
    public StepKinds Kinds { get; init; } = StepKinds.BuiltIn;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who runs it, and on which machine.</summary>
    public Operator Operator { get; init; } = Operator.OfProcess;

    /// <summary>A variable of the environment, such as PGPASSFILE; null where it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = ProcessVariables.Get;

    /// <summary>The current folder: what is typed as a relative path lies below it. Empty for that of the process.</summary>
    public string Folder { get; init; } = "";

    /// <summary>How this very program is started again, as for the application of a rehearsal; empty where its path is not known.</summary>
    public IReadOnlyList<string> Program { get; init; } = ProgramOfProcess();

    /// <summary>
    /// Called where something begins that only its own code ends well: from then on a signal cancels and does not end it.
    /// </summary>
    public Action RunBegins { get; init; } = () => { };

    /// <summary>Where messages go that belong to no single command.</summary>
    public Output Output => Open(new OutputOptions());

    public Output Open(OutputOptions options) => Console.Open(options with { Folder = Path.GetFullPath(InFolder(".")) }, Time);

    /// <summary>A path as it was typed, to be opened.</summary>
    public string InFolder(string path) => Path.Combine(Folder, path);

    /// <summary>The same, with an observer of every line that is written to the journal.</summary>
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

    private static IReadOnlyList<string> ProgramOfProcess()
    {
        var own = typeof(RunnerParts).Assembly.Location;
        return Environment.ProcessPath is not { } program ? []
            : Path.GetFileNameWithoutExtension(program) == "dotnet" && own.Length > 0 ? [program, own]
            : [program];
    }
}
