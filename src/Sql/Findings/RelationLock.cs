namespace PlanRunner.Sql.Findings;

/// <summary>A relation by the name that the text gives it, and the lock that a statement takes on it until its transaction ends.</summary>
internal sealed record RelationLock(string Relation, TableLock Lock);
