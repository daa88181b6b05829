using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>
/// Reads from a statement's words whether it only reads, whether it may be in a transaction, and whether a rollback undoes all
/// of it. One instance goes over the statements of one text in order: what an earlier one did may matter to a later one.
/// </summary>
internal sealed class StatementClassifier
{
    private readonly HashSet<string> withoutSlot = new(StringComparer.Ordinal);
    private readonly HashSet<string> sequences = new(StringComparer.Ordinal);

    public StatementClass Classify(StatementTokens words)
    {
        var outside = TransactionRules.WhyForbidden(words, withoutSlot);
        var writes = ReadOnlyRules.WhyNot(words);
        var lasting = RollbackRules.SetSequence(words) is { } set && sequences.Contains(set) ? null : RollbackRules.WhyNot(words);
        if (RollbackRules.NewSequence(words) is { } sequence)
            sequences.Add(sequence);
        if (TransactionRules.SubscriptionWithoutSlot(words) is { } subscription)
            withoutSlot.Add(subscription);
        return new StatementClass(
            CommandNames.Of(words),
            outside is not null,
            writes is null,
            lasting is null && outside is null,
            outside ?? lasting ?? writes
        );
    }
}
