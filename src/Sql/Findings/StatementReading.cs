namespace PlanRunner.Sql.Findings;

/// <summary>What the text of one statement says about its effect on existing objects.</summary>
internal sealed class StatementReading
{
    private readonly Dictionary<string, TableLock> locks = new(StringComparer.Ordinal);

    /// <summary>The strongest one on each relation.</summary>
    public IEnumerable<RelationLock> Locks => locks.Select(l => new RelationLock(l.Key, l.Value));

    public List<RuleHit> Hits { get; } = [];

    /// <summary>Relations that it creates: locking these blocks no one. Not certain with IF NOT EXISTS or TEMP.</summary>
    public List<(string Relation, bool Certainly)> Creates { get; } = [];

    /// <summary>Relations that are gone after it.</summary>
    public List<string> Drops { get; } = [];

    /// <summary>A name may mean another relation after it, or a relation may hold rows that came from elsewhere.</summary>
    public bool Renames { get; set; }

    /// <summary>CHECK constraints that say of one column that it is not null.</summary>
    public List<(string Table, string Constraint, string Column, bool Valid)> NeverNull { get; } = [];

    public List<(string Table, string Constraint)> Validates { get; } = [];

    /// <summary>A column that SET NOT NULL is for; its hit does not hold where a valid CHECK says the same.</summary>
    public List<(RuleHit Hit, string Table, string Column)> SetsNotNull { get; } = [];

    /// <summary>A relation whose rows it processes; null where it only changes definitions.</summary>
    public string? WorksOn { get; set; }

    public void Takes(string? relation, TableLock mode)
    {
        if (relation is not null && mode > locks.GetValueOrDefault(relation))
            locks[relation] = mode;
    }

    public void Hit(FindingRule rule, int token, string? relation, string message, string? safer = null) =>
        Hits.Add(new RuleHit(rule, token, relation, message) { Safer = safer });
}
