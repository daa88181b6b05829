namespace PlanRunner.Steps.Postgres;

/// <summary>What became of a transaction, and how that is known or why it is not.</summary>
public sealed record TransactionFate(CommitFate Fate, string Reason)
{
    /// <summary>The transaction is over in any case: what it left in the database tells.</summary>
    public bool IsOver { get; init; }

    internal static TransactionFate Unknown(string reason, bool isOver = false) => new(CommitFate.Inconclusive, reason) { IsOver = isOver };
}
