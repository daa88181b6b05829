namespace PlanRunner.Steps.Postgres;

/// <summary>What became of a transaction, and how that is known or why it is not.</summary>
public sealed record TransactionFate(CommitFate Fate, string Reason)
{
    internal static TransactionFate Unknown(string reason) => new(CommitFate.Inconclusive, reason);
}
