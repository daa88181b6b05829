namespace PlanRunner.Steps.Findings;

/// <summary>What the words of one statement tell of its effect on what is there.</summary>
internal sealed class StatementReading
{
    private readonly Dictionary<string, TableLock> locks = new(StringComparer.Ordinal);

    /// <summary>The strongest one on each relation.</summary>
    public IEnumerable<RelationLock> Locks => locks.Select(l => new RelationLock(l.Key, l.Value));

    public List<RuleHit> Hits { get; } = [];

    /// <summary>Relations that it makes: who locks these locks out nobody.</summary>
    public List<string> Creates { get; } = [];

    /// <summary>CHECK constraints that say of one column that it is not null.</summary>
    public List<(string Table, string Constraint, string Column, bool Valid)> NeverNull { get; } = [];

    public List<(string Table, string Constraint)> Validates { get; } = [];

    /// <summary>A column that SET NOT NULL is for; its hit does not hold where a valid CHECK says the same.</summary>
    public List<(RuleHit Hit, string Table, string Column)> SetsNotNull { get; } = [];

    /// <summary>A relation whose rows it goes over; null where it only changes definitions.</summary>
    public string? WorksOn { get; set; }

    public void Takes(string? relation, TableLock mode)
    {
        if (relation is not null && mode > locks.GetValueOrDefault(relation))
            locks[relation] = mode;
    }

    public void Hit(FindingRule rule, int token, string? relation, string message, string? safer = null) =>
        Hits.Add(new RuleHit(rule, token, relation, message) { Safer = safer });
}
