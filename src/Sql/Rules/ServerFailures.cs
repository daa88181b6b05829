namespace PlanRunner.Sql.Rules;

/// <summary>The failures that a migration meets. What <c>help:</c> prints and what docs/failures.md lists is this.</summary>
internal static class ServerFailures
{
    private const string Forbidden =
        "say transaction: forbidden on the step, with this statement alone in it and a done_when; a procedure with SET or SECURITY DEFINER, or one that a function calls, can never commit";

    private const string OwnStep = "say transaction: forbidden, and put the statement into a step of its own";

    private const string Isolation =
        "say it before the transaction begins: settings: { default_transaction_isolation: serializable } on the step";

    private const string Rows = "SELECT the columns, count(*) … GROUP BY … HAVING count(*) > 1 shows the rows; mend them in a step above";

    private const string Duplicates = Rows + ", or INSERT … ON CONFLICT";

    private const string Exists =
        "if an earlier try made it, done_when on the step says when it is there already; else choose another name or drop the old one in a step above";

    private const string Search =
        "check the name, and whether a step above makes it; without a schema: write the schema with the name, or settings: { search_path: … } on the step; on: names the database that is looked into";

    /// <summary>More special ones first, where a code has several.</summary>
    public static readonly IReadOnlyList<ServerFailure> All =
    [
        new(
            "0A000",
            "CONCURRENTLY on a partitioned table",
            "CREATE INDEX name ON ONLY parent (…), then CREATE INDEX CONCURRENTLY on each partition in a step of its own, then ALTER INDEX name ATTACH PARTITION …",
            "DefineIndex",
            "concurrently"
        ),
        new(
            "0A000",
            "the type of a column that a view or a rule uses is changed",
            "drop the view in a statement above and make it again below, in the same step",
            "ATExecAlterColumnType"
        ),
        new(
            "0A000",
            "the server does not do this, in this version or at all",
            "the detail and the hint say what; another form of the statement may do it in two steps"
        ),
        new(
            "08P01",
            "what was sent and what the server expects do not fit",
            "look whether a pooler stands between; a migration connects to the server itself"
        ),
        new(
            "21000",
            "a subquery, ON CONFLICT or MERGE met a row twice",
            "let the query give one row for each: DISTINCT ON (…), or an aggregate"
        ),
        new("22001", "a value is longer than its column", "ALTER TABLE … ALTER COLUMN … TYPE text, or shorten it: left(value, n)"),
        new("22003", "a number is outside of its type's range", "use a larger type (bigint, numeric), or leave such rows out with WHERE"),
        new(
            "22007",
            "a text is no date or time in the session's DateStyle",
            "write dates as 2026-02-28, or settings: { datestyle: 'ISO, DMY' } on the step"
        ),
        new(
            "22008",
            "a date or time is out of range, or day and month are the other way round",
            "write dates as 2026-02-28, or settings: { datestyle: 'ISO, DMY' } on the step"
        ),
        new("22012", "division by zero", "divide by nullif(value, 0)"),
        new(
            "22021",
            "a text is not in the server's encoding",
            "save the file as UTF-8; a database with another encoding than UTF8 cannot hold every character"
        ),
        new(
            "22P02",
            "a row of COPY has a text that is no value of its column's type",
            "mend the row at this place; columns stand between tabs (or what DELIMITER says), \\N is null",
            Mark: "\nCOPY "
        ),
        new(
            "22P02",
            "a text is no value of its type",
            "SELECT the rows that are not, with a pattern (value !~ '^[0-9]+$'), and mend them in a step above"
        ),
        new(
            "22P04",
            "a row of COPY has another form than its options say",
            "the place shows the row; columns stand between tabs (or what DELIMITER says), \\N is null, a backslash is written \\\\; csv has FORMAT csv"
        ),
        new(
            "23502",
            "a column without a value is NOT NULL",
            "give the column a DEFAULT, or fill it first: UPDATE … SET column = … WHERE column IS NULL, in a step above"
        ),
        new(
            "23503",
            "a row refers to one that is not there, or is still referred to",
            "load the referenced rows first or delete the referring ones; ADD CONSTRAINT … NOT VALID and VALIDATE CONSTRAINT in a later step checks them apart"
        ),
        new(
            "23505",
            "a row of COPY has a value that a unique index has already",
            "mend the row at this place, or DELETE the one that is there in a statement above",
            Mark: "\nCOPY "
        ),
        new("23505", "rows that are there keep a unique index from being built", Rows, Mark: "could not create unique index"),
        new("23505", "a unique index has the value already", Duplicates),
        new(
            "23514",
            "a row does not fulfil a CHECK",
            "SELECT … WHERE NOT (the condition) shows the rows; ADD CONSTRAINT … NOT VALID spares those that are there until VALIDATE CONSTRAINT"
        ),
        new(
            "23P01",
            "a row overlaps another one under an exclusion constraint",
            "SELECT the pairs with the constraint's operators, and mend them in a step above"
        ),
        new("25001", "SET TRANSACTION after the first query", Isolation, Mark: "before any query"),
        new("25001", "the statement cannot run inside a transaction", OwnStep),
        new(
            "25006",
            "the server or the database takes no writes now",
            "SELECT pg_is_in_recovery() tells a standby: let the connection lead to the primary; else settings: { default_transaction_read_only: off } on the step"
        ),
        new(
            "25P02",
            "an earlier statement of the transaction failed and its error was passed over",
            "look at the first error; a DO block that catches one needs BEGIN … EXCEPTION around it"
        ),
        new(
            "25P03",
            "the session was idle in its transaction for longer than idle_in_transaction_session_timeout",
            "settings: { idle_in_transaction_session_timeout: 0 } on the step"
        ),
        new(
            "25P04",
            "the transaction was longer than transaction_timeout",
            "settings: { transaction_timeout: 0 } on the step, or make shorter steps of it"
        ),
        new(
            "28000",
            "the server's pg_hba.conf does not let this user in",
            "check username, ssl_mode and address in the environment against the server's pg_hba.conf"
        ),
        new("28P01", "the password is wrong", "check the secret that password: names; the server's log says more than it tells the client"),
        new("2BP01", "other objects depend on what is dropped", "the detail names them: drop each in a statement above, in the same step"),
        new("2D000", "a DO or CALL that commits, inside the step's transaction", Forbidden),
        new("3D000", "there is no such database", "check database: of the connection in the environment"),
        new("3F000", "there is no such schema", "CREATE SCHEMA in a step above, or check the name"),
        new("40001", "a concurrent transaction changed the same rows", "retry: { attempts: 5 } on the step runs it again"),
        new(
            "40P01",
            "deadlock: two transactions wait for each other's locks",
            "retry: { attempts: 5 } on the step; lock what it needs in the order of the application, each lock in a step of its own, with settings: { lock_timeout: 5s }"
        ),
        new("42501", "the user may not do this", "grant it to the connection's user, or settings: { role: OWNER } on the step"),
        new(
            "42601",
            "the statement is not SQL as this server's version reads it",
            "the place shows where; psql variables are {{ name | sql.literal }} here"
        ),
        new("42602", "a name has a form that is not allowed", "quote it: {{ name | sql.ident }}"),
        new("42622", "a name is longer than 63 bytes", "shorten it"),
        new("42701", "the column is there already", Exists),
        new("42702", "a column's name may mean two", "write the table with it: t.column"),
        new(
            "42703",
            "there is no such column",
            "check the name, and whether a step above makes it in another spelling (\"Name\" and name differ)"
        ),
        new("42704", "there is no such type, role, index or other object", Search),
        new("42710", "an object of that name is there already", Exists),
        new(
            "42723",
            "a function with these arguments is there already",
            "CREATE OR REPLACE FUNCTION, or DROP FUNCTION in a statement above"
        ),
        new("42803", "a column is neither grouped nor in an aggregate", "add it to GROUP BY"),
        new(
            "42804",
            "an expression is of another type than its column",
            "write the cast: expression::type, or USING column::type in ALTER COLUMN … TYPE"
        ),
        new(
            "42809",
            "the object is of another kind than the statement is for",
            "check the name: a view, a partitioned table and a foreign table each have their own commands"
        ),
        new(
            "42830",
            "the referenced columns have no unique constraint",
            "ALTER TABLE … ADD UNIQUE (…) on the referenced table in a step above"
        ),
        new("42846", "there is no cast between these types", "write a conversion: ALTER COLUMN … TYPE t USING …"),
        new(
            "42883",
            "there is no such function or operator for these types",
            "cast the arguments, or CREATE EXTENSION in a step above; " + Search
        ),
        new("42939", "the name is reserved", "names of roles and schemas that begin with pg_ are the server's: choose another"),
        new("42P01", "there is no such table, view or sequence", Search),
        new("42P04", "the database is there already", Exists),
        new("42P06", "the schema is there already", Exists),
        new("42P07", "a table, index, view or sequence of that name is there already", Exists),
        new(
            "42P10",
            "ON CONFLICT names columns without a unique index",
            "name the columns of a unique index, or CREATE UNIQUE INDEX in a step above"
        ),
        new(
            "42P13",
            "a function's definition contradicts itself or the one that is there",
            "DROP FUNCTION in a statement above, then CREATE FUNCTION"
        ),
        new(
            "42P16",
            "the definition of the table, view or constraint is not allowed so",
            "a view gets other columns by DROP VIEW and CREATE VIEW; a table has one primary key"
        ),
        new(
            "42P17",
            "an object's definition is not allowed: an expression that is not immutable, a partition bound",
            "index expressions and generated columns call IMMUTABLE functions only"
        ),
        new(
            "53100",
            "the disk is full",
            "free space where the detail says (pg_wal: look for slots with SELECT * FROM pg_replication_slots), then run it again; a rolled back step has left nothing"
        ),
        new(
            "53200",
            "the server is out of memory, or out of locks for one transaction",
            "ALTER SYSTEM SET max_locks_per_transaction = … and a restart, or fewer objects in one step; settings: { work_mem: 64MB } for a query"
        ),
        new(
            "53300",
            "too many connections",
            "SELECT usename, count(*) FROM pg_stat_activity GROUP BY 1 shows whose; end some with pg_terminate_backend(pid), or ALTER SYSTEM SET max_connections = … and a restart"
        ),
        new(
            "53400",
            "a limit of the server's configuration is reached",
            "the message names the setting: temp_file_limit in settings: of the step, others with ALTER SYSTEM"
        ),
        new("54000", "a limit of the server's program is reached", "make several statements of it"),
        new(
            "54001",
            "the expression or the recursion is too deep",
            "make several statements of it; settings: { max_stack_depth: 6MB } where the machine allows"
        ),
        new("54011", "a table has too many columns", "dropped columns count as well: CREATE TABLE anew and copy, or use jsonb"),
        new(
            "55000",
            "the object is not in the state that the statement needs",
            "the hint names it; wal_level, replication slots and subscriptions are changed in a step above, ALTER SYSTEM with a restart"
        ),
        new(
            "55006",
            "pending trigger events: deferred constraints wait for rows of this transaction",
            "SET CONSTRAINTS ALL IMMEDIATE in a statement above, or ALTER TABLE in a step of its own",
            "CheckTableNotInUse"
        ),
        new(
            "55006",
            "the object is in use by others",
            "SELECT pid, usename, query FROM pg_stat_activity WHERE datname = '…' shows whose; end them with pg_terminate_backend(pid); DROP DATABASE … WITH (FORCE) ends them itself"
        ),
        new("55P02", "the setting cannot be changed in a session", "ALTER SYSTEM SET …, then SELECT pg_reload_conf() or a restart"),
        new(
            "55P03",
            "another session holds the lock",
            "try again later with retry: { attempts: 10 }, end that session with pg_terminate_backend(pid), or raise it: settings: { lock_timeout: 30s }"
        ),
        new(
            "55P04",
            "a value that ALTER TYPE … ADD VALUE made is used in the same transaction",
            "make a step of ALTER TYPE … ADD VALUE alone, and use the value in the next one"
        ),
        new(
            "57014",
            "the statement ran longer than statement_timeout, or was cancelled",
            "raise timeout: of the step, or settings: { statement_timeout: 0 } where the database or the role has a shorter one"
        ),
        new(
            "57P01",
            "the server ended the session: a restart, a failover or an administrator",
            "run planrunner apply again: the server is asked what became of the step"
        ),
        new("57P02", "the server crashed and restarts", "run planrunner apply again: the server is asked what became of the step"),
        new("57P03", "the server starts, stops or recovers", "wait until it takes connections, then run planrunner apply again"),
        new("57P04", "the database was dropped", "check database: of the connection in the environment"),
        new("57P05", "the session was idle for longer than idle_session_timeout", "settings: { idle_session_timeout: 0 } on the step"),
        new("58030", "the server could not read or write a file", "look at its disk and its log before anything else"),
        new("58P01", "the server has no such file", "the path is one of the server's machine; for an extension install its package there"),
        new(
            "P0001",
            "RAISE EXCEPTION in a function, a trigger or a DO block",
            "the message is the author's own; where: shows the function and its line"
        ),
        new("P0002", "a query that must give a row gave none", "check what its INTO STRICT looks for"),
        new("P0003", "a query that must give one row gave several", "check what its INTO STRICT looks for"),
        new("P0004", "an ASSERT of PL/pgSQL does not hold", "where: shows the function and its line"),
        new(
            "XX000",
            "an internal error of the server or an extension",
            "look into the server's log; a newer minor version may have it mended"
        ),
        new("XX001", "data of the table is damaged", "stop; look at the disk, and restore from a backup"),
        new("XX002", "an index is damaged", "REINDEX INDEX CONCURRENTLY name in a step of its own; look at the disk"),
    ];

    /// <summary>What to type; null for a code that no migration meets.</summary>
    /// <param name="sqlState">The server's code.</param>
    /// <param name="routine">The function of its source.</param>
    /// <param name="message">Its words.</param>
    /// <param name="where">The context that it told with them.</param>
    public static string? Help(string sqlState, string? routine, string message, string? where = null) =>
        All.FirstOrDefault(f =>
            f.SqlState == sqlState
            && (f.Routine is null || f.Routine == routine)
            && (f.Mark is null || $"{message}\n{where}".Contains(f.Mark, StringComparison.OrdinalIgnoreCase))
        )?.Help;
}
