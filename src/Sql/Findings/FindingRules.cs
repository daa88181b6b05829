namespace PlanRunner.Sql.Findings;

/// <summary>Everything that is looked for in rendered SQL.</summary>
internal static class FindingRules
{
    public static readonly FindingRule BlocksReads = new(
        "blocks-reads",
        FindingSeverity.Note,
        "the statement locks an existing relation against reads and writes until its transaction ends",
        "keep such a step short: this statement alone, with a lock_timeout and a retry"
    );

    public static readonly FindingRule BlocksWrites = new(
        "blocks-writes",
        FindingSeverity.Note,
        "the statement locks an existing table against writes until its transaction ends",
        "keep such a step short: this statement alone, with a lock_timeout and a retry"
    );

    public static readonly FindingRule NoLockTimeout = new(
        "no-lock-timeout",
        FindingSeverity.Warn,
        "a strong lock is requested without a lock_timeout; while the statement waits for another transaction, every other session queues behind it",
        "settings: { lock_timeout: 5s } and retry: { attempts: 10 } on the step, or under the plan's defaults"
    );

    public static readonly FindingRule NotConcurrently = new(
        "not-concurrently",
        FindingSeverity.Warn,
        "an index is built or dropped, or a materialized view is refreshed, in the form that blocks the application until it is done",
        "use CONCURRENTLY, in a separate step",
        BySize: true
    );

    public static readonly FindingRule ScanUnderLock = new(
        "scan-under-lock",
        FindingSeverity.Warn,
        "every row is read to check a constraint while the table is locked",
        "add the constraint NOT VALID, and VALIDATE CONSTRAINT in a later step, which blocks no reads or writes",
        BySize: true
    );

    public static readonly FindingRule Rewrite = new(
        "rewrite",
        FindingSeverity.Warn,
        "the whole table and its indexes are rewritten, and it cannot be read or written meanwhile",
        "add a new column, fill it in small steps, then switch over",
        BySize: true
    );

    public static readonly FindingRule WorkUnderLock = new(
        "work-under-lock",
        FindingSeverity.Warn,
        "a statement that processes many rows runs in a transaction that already blocks the application",
        "split them into steps: one that locks, one that does the long work",
        BySize: true
    );

    public static readonly FindingRule NotNullWithoutDefault = new(
        "not-null-without-default",
        FindingSeverity.Warn,
        "a column is added NOT NULL without a default, which fails if the table has rows",
        "add it with a default, or nullable first"
    );

    public static readonly FindingRule Rename = new(
        "rename",
        FindingSeverity.Warn,
        "a table or column is renamed, which breaks whatever still uses the old name",
        "add the new one beside it (a view, or a column kept equal by a trigger), move the application, drop the old one later"
    );

    public static readonly FindingRule IfExists = new(
        "if-exists",
        FindingSeverity.Note,
        "IF EXISTS or IF NOT EXISTS hides the unexpected: an object that is missing, or exists with another definition",
        "remove it: done_when says when the effect already exists, and a step that ran does not run again"
    );

    public static readonly FindingRule NoWhere = new(
        "no-where",
        FindingSeverity.Block,
        "UPDATE or DELETE without WHERE changes every row",
        "restrict the rows; if all of them are meant, waive this and say why"
    );

    public static readonly FindingRule LosesData = new(
        "loses-data",
        FindingSeverity.Block,
        "what is dropped or truncated contains rows, and no undo restores them",
        "if nothing needs it any more, waive this and say how you know"
    );

    public static readonly FindingRule Cascade = new(
        "cascade",
        FindingSeverity.Warn,
        "CASCADE drops objects that this text does not name",
        "name them: drop each one, without CASCADE"
    );

    public static readonly FindingRule NotRead = new(
        "not-read",
        FindingSeverity.Note,
        "the statement calls code that runs on the server; it is not analyzed",
        "review it, or put its statements into the step"
    );

    public static readonly FindingRule NothingLasts = new(
        "nothing-lasts",
        FindingSeverity.Warn,
        "the step has no lasting effect: everything it sets or creates ends with its session",
        "put it into the step that needs it, as settings: or as text"
    );

    public static readonly FindingRule EndsWithStep = new(
        "ends-with-step",
        FindingSeverity.Note,
        "a setting, role, temporary table, prepared statement or lock of the session ends with the step: each step has its own session",
        "settings: { NAME: value } on the steps that need it, or under the plan's defaults"
    );

    public static readonly FindingRule UnusedWaiver = new(
        "unused-waiver",
        FindingSeverity.Note,
        "the step waives a finding that its text does not have",
        "remove it from waive, so that it does not hide a later one"
    );

    public static readonly IReadOnlyList<FindingRule> All =
    [
        NoWhere,
        LosesData,
        Rewrite,
        ScanUnderLock,
        NotConcurrently,
        WorkUnderLock,
        NoLockTimeout,
        Cascade,
        Rename,
        NotNullWithoutDefault,
        NothingLasts,
        EndsWithStep,
        BlocksReads,
        BlocksWrites,
        IfExists,
        NotRead,
        UnusedWaiver,
    ];
}
