using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>Writes a running step's markers (or those of its undo) into the state.</summary>
internal sealed class StepJournal(StateStore store, string run, StepPath path, bool undo) : IStepJournal
{
    public void Committing(CommitPoint point, IReadOnlyDictionary<string, CapturedValue> captured, string? item = null) =>
        store.Write(
            new StepCommitting(run, path.Value, undo, item, point) { Captured = captured.Count > 0 ? captured : null },
            flush: true
        );

    public void Running(BackendPoint backend) => store.Write(new StepRunning(run, path.Value, undo, backend), flush: true);

    public void Listed(IReadOnlyList<ListedStatement> statements) =>
        store.Write(new StepListed(run, path.Value, undo, statements), flush: true);

    public void ItemStarted(string item) => store.Write(new ItemStarted(run, path.Value, undo, item), flush: true);

    // May ride on the next flush: the committing line before it lets the next run ask the server.
    public void ItemDone(string item) => store.Write(new ItemDone(run, path.Value, undo, item), flush: false);

    public void ItemFailed(string item, string message) => store.Write(new ItemFailed(run, path.Value, undo, item, message), flush: false);
}
