using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Contract;

/// <summary>
/// What a running step writes into the state, as contract.md orders it. Implemented for the step itself and for its undo.
/// Every call returns once the line is where it must be (flushed to disk where order matters).
/// </summary>
internal interface IStepJournal
{
    /// <summary>Flushed before COMMIT is sent; <paramref name="item"/> is the key of a generated statement, else null.</summary>
    void Committing(CommitPoint point, IReadOnlyDictionary<string, CapturedValue> captured, string? item = null);

    /// <summary>A statement outside any transaction is about to be sent by this backend; flushed.</summary>
    void Running(BackendPoint backend);

    /// <summary>The statements of a generate, flushed before the first of them runs.</summary>
    void Listed(IReadOnlyList<ListedStatement> statements);

    /// <summary>A statement that cannot be in a transaction is about to run; flushed.</summary>
    void ItemStarted(string item);

    void ItemDone(string item);

    void ItemFailed(string item, string message);
}
