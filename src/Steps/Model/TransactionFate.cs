namespace PlanRunner.Steps.Model;

/// <summary>The outcome of a transaction, and how that is known or why it is not.</summary>
internal sealed record TransactionFate(CommitFate Fate, string Reason)
{
    /// <summary>The transaction is over in any case: what it left in the database shows the outcome.</summary>
    public bool IsOver { get; init; }

    /// <summary>
    /// It may still commit, or the server cannot be asked now: neither a negative probe nor a rerun would prove anything, and the same
    /// question may be answered later.
    /// </summary>
    public bool AskAgain { get; init; }

    internal static TransactionFate Unknown(string reason, bool isOver = false, bool askAgain = false) =>
        new(CommitFate.Inconclusive, reason) { IsOver = isOver, AskAgain = askAgain };
}
