namespace PlanRunner.Sql.Findings;

/// <summary>Everything that is looked for in rendered SQL.</summary>
internal static class FindingRules
{
    public static readonly FindingRule BlocksReads = new(
        "blocks-reads",
        FindingSeverity.Note,
        "the statement locks an existing relation against every other use, reads too, until its transaction ends",
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
        "a strong lock is asked for without a lock_timeout; while the statement waits for somebody's transaction, everybody else waits behind it",
        "settings: { lock_timeout: 5s } and retry: { attempts: 10 } on the step, or under the plan's defaults"
    );

    public static readonly FindingRule NotConcurrently = new(
        "not-concurrently",
        FindingSeverity.Warn,
        "an index is built or dropped, or a materialized view is refreshed, in the form that locks out the application for as long as it takes",
        "say CONCURRENTLY, in a step of its own",
        BySize: true
    );

    public static readonly FindingRule ScanUnderLock = new(
        "scan-under-lock",
        FindingSeverity.Warn,
        "every row is read to check a constraint while the table is locked",
        "add the constraint NOT VALID, and VALIDATE CONSTRAINT in a later step, which locks out nobody",
        BySize: true
    );

    public static readonly FindingRule Rewrite = new(
        "rewrite",
        FindingSeverity.Warn,
        "the whole table and its indexes are written anew while nobody can read or write it",
        "add a new column, fill it in small steps, then switch over",
        BySize: true
    );

    public static readonly FindingRule WorkUnderLock = new(
        "work-under-lock",
        FindingSeverity.Warn,
        "a statement that goes over many rows runs in a transaction that already locks out the application",
        "make steps of them: what locks alone, what works alone",
        BySize: true
    );

    public static readonly FindingRule NotNullWithoutDefault = new(
        "not-null-without-default",
        FindingSeverity.Warn,
        "a column is added NOT NULL without a default, which fails where the table holds a row",
        "add it with a default, or nullable first"
    );

    public static readonly FindingRule Rename = new(
        "rename",
        FindingSeverity.Warn,
        "a table or column gets another name, which breaks whatever runs with the old one at that moment",
        "add the new one beside it (a view, or a column kept equal by a trigger), move the application, drop the old one later"
    );

    public static readonly FindingRule IfExists = new(
        "if-exists",
        FindingSeverity.Note,
        "IF EXISTS or IF NOT EXISTS makes a success of what was not expected: an object that is missing, or is there with another shape",
        "leave it out: done_when says when the effect is there already, and a step that ran is not run again"
    );

    public static readonly FindingRule NoWhere = new(
        "no-where",
        FindingSeverity.Block,
        "UPDATE or DELETE without WHERE changes every row",
        "say which rows; if it is all of them, waive this and say why"
    );

    public static readonly FindingRule LosesData = new(
        "loses-data",
        FindingSeverity.Block,
        "what is dropped or truncated holds rows, and no undo brings them back",
        "if nothing needs it any more, waive this and say how that is known"
    );

    public static readonly FindingRule Cascade = new(
        "cascade",
        FindingSeverity.Warn,
        "CASCADE drops objects that this text does not name",
        "name them: leave CASCADE out and drop each one"
    );

    public static readonly FindingRule NotRead = new(
        "not-read",
        FindingSeverity.Note,
        "the statement calls code whose text is run by the server; nothing is looked for in it",
        "read it with care, or write its statements into the step"
    );

    public static readonly FindingRule NothingLasts = new(
        "nothing-lasts",
        FindingSeverity.Warn,
        "the step leaves nothing: all that it sets or makes ends with its own session",
        "put it into the step that needs it, as settings: or as text"
    );

    public static readonly FindingRule EndsWithStep = new(
        "ends-with-step",
        FindingSeverity.Note,
        "a setting, role, temporary table, prepared statement or lock of the session ends with the step: each step has a session of its own",
        "settings: { NAME: value } on the steps that need it, or under the plan's defaults"
    );

    public static readonly FindingRule UnusedWaiver = new(
        "unused-waiver",
        FindingSeverity.Note,
        "the step waives a finding that its text does not give",
        "remove it from waive, so that it does not hide one that comes later"
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
