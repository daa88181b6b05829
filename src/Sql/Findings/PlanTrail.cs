namespace PlanRunner.Sql.Findings;

/// <summary>What the statements of a plan have left behind on one connection, up to the one that is looked at.</summary>
internal sealed class PlanTrail
{
    private readonly HashSet<string> made = new(StringComparer.Ordinal);

    // The same by their last part: those with a schema, and those without.
    private readonly HashSet<(string Last, bool Schema)> madeByLast = [];
    private readonly HashSet<string> own = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Table, string Constraint), string> claimed = [];
    private readonly HashSet<(string Table, string Column)> neverNull = [];

    /// <summary>A copy, to continue with and discard.</summary>
    public PlanTrail Copy()
    {
        var copy = new PlanTrail();
        copy.made.UnionWith(made);
        copy.madeByLast.UnionWith(madeByLast);
        copy.own.UnionWith(own);
        copy.neverNull.UnionWith(neverNull);
        foreach (var (constraint, column) in claimed)
            copy.claimed[constraint] = column;
        return copy;
    }

    /// <summary>What this very run makes: nobody else uses it yet.</summary>
    // Names with and without a schema may mean the same.
    public bool IsNew(string relation) => made.Contains(relation) || madeByLast.Contains((Last(relation), !HasSchema(relation)));

    /// <summary>
    /// What the plan certainly made, in this run or an earlier one, and what nothing else came into since: to drop it takes nothing from
    /// others. By its very name: another schema may hold another one.
    /// </summary>
    public bool IsOwn(string relation) => own.Contains(relation);

    /// <summary>A valid CHECK of the plan says that the column is never null, which spares SET NOT NULL its look at the rows.</summary>
    public bool IsNeverNull(string table, string column) => neverNull.Contains((table, column));

    internal void Add(StatementReading reading, bool now)
    {
        if (reading.Renames)
            own.Clear();
        foreach (var relation in reading.Drops)
            own.Remove(relation);
        foreach (var (relation, certainly) in reading.Creates)
        {
            if (certainly)
                own.Add(relation);
            else
                own.Remove(relation);
            if (now && made.Add(relation))
                madeByLast.Add((Last(relation), HasSchema(relation)));
        }

        foreach (var (table, constraint, column, valid) in reading.NeverNull)
        {
            if (valid)
                neverNull.Add((table, column));
            else
                claimed[(table, constraint)] = column;
        }

        foreach (var (table, constraint) in reading.Validates)
        {
            if (claimed.TryGetValue((table, constraint), out var column))
                neverNull.Add((table, column));
        }
    }

    private static bool HasSchema(string relation) => relation.Contains('.', StringComparison.Ordinal);

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
}
