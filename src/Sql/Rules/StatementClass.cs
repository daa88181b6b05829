namespace PlanRunner.Sql.Rules;

/// <summary>What the classifier knows of a statement from its words alone.</summary>
/// <param name="Command">The command as Postgres names it: <c>CREATE INDEX CONCURRENTLY</c>, <c>SELECT</c>.</param>
/// <param name="TransactionForbidden">It cannot run inside a transaction block.</param>
/// <param name="ReadOnly">Exactly one SELECT, VALUES, TABLE or SHOW without a function known to have effects.</param>
/// <param name="RollbackSafe">Nothing of it survives a rollback; false where it calls setval, a slot function and the like.</param>
/// <param name="Reason">Why it is not read-only or cannot be in a transaction, for people.</param>
internal sealed record StatementClass(string Command, bool TransactionForbidden, bool ReadOnly, bool RollbackSafe, string? Reason);
