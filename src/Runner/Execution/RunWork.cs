using PlanRunner.Runner.Changes;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>What a run does once it has its servers, their locks and its journal.</summary>
/// <param name="Command">The command that it is journaled as.</param>
/// <param name="Fingerprint">Of what runs, where that was agreed on.</param>
/// <param name="DoAsync">The work.</param>
internal sealed record RunWork(string Command, string? Fingerprint, Func<RunContext, CancellationToken, Task<RunReport>> DoAsync)
{
    /// <summary>What is done where one of the servers, and not the only one, cannot be reached; null for nothing.</summary>
    public RunWork? WithoutServer { get; init; }

    public static RunWork Apply(ChangeSet changes, StepPath? until) =>
        new("apply", changes.Fingerprint, (run, token) => new PlanExecutor(run).RunAsync(changes, until, token))
        {
            // A guarded group must not stay open for as long as a server is away that undoing it may not even need.
            WithoutServer = changes.All.FirstOrDefault(c => c.Open is { PastReturn: false }) is { } open
                ? UndoGroup(open.Step, "a server cannot be reached", ExitCodes.StepFailed)
                : null,
        };

    /// <summary>Undoes a guarded group that is open for want of an answer, and runs nothing.</summary>
    public static RunWork UndoUnasked(StepChange open)
    {
        var work = UndoGroup(open.Step, open.Open!.Because ?? "it was left open", ExitCodes.PersonNeeded);
        return work with { WithoutServer = work };
    }

    public static RunWork Undo(ChangeSet changes, IReadOnlyList<StepChange> chosen) =>
        new("undo", null, (run, token) => new UndoExecutor(run, changes, chosen).RunAsync(token));

    private static RunWork UndoGroup(RenderedStep group, string because, int exitCode) =>
        new("apply", null, (run, _) => new PlanExecutor(run).UndoGroupAsync(group, because, exitCode));
}
