namespace PlanRunner.Sql.Findings;

/// <summary>
/// The table-level locks, the weakest first:
/// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
/// </summary>
internal enum TableLock
{
    None,
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

/// <summary>What people and the server call them.</summary>
internal static class TableLocks
{
    private static readonly string[] Names =
    [
        "none",
        "ACCESS SHARE",
        "ROW SHARE",
        "ROW EXCLUSIVE",
        "SHARE UPDATE EXCLUSIVE",
        "SHARE",
        "SHARE ROW EXCLUSIVE",
        "EXCLUSIVE",
        "ACCESS EXCLUSIVE",
    ];

    public static string Name(this TableLock mode) => Names[(int)mode];

    /// <summary>By the words of <c>LOCK TABLE … IN … MODE</c>.</summary>
    public static TableLock Named(string name) => (TableLock)Math.Max(0, Array.IndexOf(Names, name));

    /// <summary>By the mode that pg_locks shows, such as <c>AccessExclusiveLock</c>.</summary>
    public static TableLock OfServer(string mode) =>
        Enum.TryParse<TableLock>(mode.Replace("Lock", "", StringComparison.Ordinal), out var known) ? known : TableLock.None;

    /// <summary>What others cannot do meanwhile, as far as an application does it.</summary>
    public static string Blocks(this TableLock mode) =>
        mode switch
        {
            TableLock.AccessExclusive => "reads and writes",
            >= TableLock.Share => "writes",
            >= TableLock.ShareUpdateExclusive => "other changes of its definition",
            _ => "nothing of an application",
        };
}
