namespace PlanRunner.Sql.Rules;

/// <summary>The errors that a migration can get: what <c>help:</c> prints and docs/failures.md lists.</summary>
internal static class ServerFailures
{
    private const string Forbidden =
        "set transaction: forbidden on the step, with only this statement and a done_when; a procedure with SET or SECURITY DEFINER, or one that a function calls, can never commit";

    private const string OwnStep = "set transaction: forbidden, and put the statement into a step of its own";

    private const string Isolation =
        "set it before the transaction begins: settings: { default_transaction_isolation: serializable } on the step";

    private const string Rows = "SELECT the columns, count(*) … GROUP BY … HAVING count(*) > 1 shows the rows; fix them in an earlier step";

    private const string Duplicates = Rows + ", or INSERT … ON CONFLICT";

    private const string Exists =
        "if an earlier attempt created it, add a done_when to the step; otherwise choose another name, or drop the old one in an earlier step";

    private const string Search =
        "check the name, and whether an earlier step creates it; without a schema: qualify the name, or set settings: { search_path: … } on the step; on: selects the database";

    /// <summary>More special ones first, where a code has several.</summary>
    public static readonly IReadOnlyList<ServerFailure> All =
    [
        new(
            "0A000",
            "CONCURRENTLY on a partitioned table",
            "CREATE INDEX name ON ONLY parent (…), then CREATE INDEX CONCURRENTLY on each partition in a separate step, then ALTER INDEX name ATTACH PARTITION …",
            "DefineIndex",
            "concurrently"
        ),
        new(
            "0A000",
            "the type of a column that a view or a rule uses is changed",
            "drop the view in an earlier statement and create it again afterwards, in the same step",
            "ATExecAlterColumnType"
        ),
        new(
            "0A000",
            "the server does not support this, in this version or at all",
            "see the detail and the hint; another form of the statement may do it in two steps"
        ),
        new(
            "08P01",
            "what was sent is not what the server expects",
            "check for a connection pooler; a migration must connect to the server directly"
        ),
        new(
            "21000",
            "a subquery, ON CONFLICT or MERGE hit a row twice",
            "make the query return one row for each: DISTINCT ON (…), or an aggregate"
        ),
        new("22001", "a value is longer than its column", "ALTER TABLE … ALTER COLUMN … TYPE text, or shorten it: left(value, n)"),
        new("22003", "a number is out of range for its type", "use a larger type (bigint, numeric), or exclude such rows with WHERE"),
        new(
            "22007",
            "a text is not a date or time in the session's DateStyle",
            "write dates as 2026-02-28, or settings: { datestyle: 'ISO, DMY' } on the step"
        ),
        new(
            "22008",
            "a date or time is out of range, or day and month are swapped",
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
            "a row of COPY has a value that is not valid for its column's type",
            "fix the row at this position; columns are separated by tabs (or DELIMITER), \\N is null",
            Mark: "\nCOPY "
        ),
        new(
            "22P02",
            "a text is not valid for its type",
            "SELECT the invalid rows with a pattern (value !~ '^[0-9]+$'), and fix them in an earlier step"
        ),
        new(
            "22P04",
            "a row of COPY does not match the format options",
            "the position shows the row; columns are separated by tabs (or DELIMITER), \\N is null, a backslash is written \\\\; csv has FORMAT csv"
        ),
        new(
            "23502",
            "a NOT NULL column has no value",
            "give the column a DEFAULT, or fill it first: UPDATE … SET column = … WHERE column IS NULL, in an earlier step"
        ),
        new(
            "23503",
            "a row references a missing row, or is still referenced",
            "load the referenced rows first or delete the referring ones; ADD CONSTRAINT … NOT VALID and VALIDATE CONSTRAINT in a later step checks them separately"
        ),
        new(
            "23505",
            "a row of COPY has a value that is already in a unique index",
            "fix the row at this position, or DELETE the existing one in an earlier statement",
            Mark: "\nCOPY "
        ),
        new("23505", "existing rows violate the unique index", Rows, Mark: "could not create unique index"),
        new("23505", "the value is already in a unique index", Duplicates),
        new(
            "23514",
            "a row violates a CHECK",
            "SELECT … WHERE NOT (the condition) shows the rows; ADD CONSTRAINT … NOT VALID skips existing rows until VALIDATE CONSTRAINT"
        ),
        new(
            "23P01",
            "a row conflicts with another one under an exclusion constraint",
            "SELECT the pairs with the constraint's operators, and fix them in an earlier step"
        ),
        new("25001", "SET TRANSACTION after the first query", Isolation, Mark: "before any query"),
        new("25001", "the statement cannot run inside a transaction", OwnStep),
        new(
            "25006",
            "the server or the database is read-only",
            "if SELECT pg_is_in_recovery() is true, it is a standby: connect to the primary; otherwise settings: { default_transaction_read_only: off } on the step"
        ),
        new(
            "25P02",
            "an earlier statement of the transaction failed and its error was ignored",
            "find the first error; a DO block that catches one needs BEGIN … EXCEPTION around it"
        ),
        new(
            "25P03",
            "the session was idle in its transaction for longer than idle_in_transaction_session_timeout",
            "settings: { idle_in_transaction_session_timeout: 0 } on the step"
        ),
        new(
            "25P04",
            "the transaction was longer than transaction_timeout",
            "settings: { transaction_timeout: 0 } on the step, or split it into shorter steps"
        ),
        new(
            "28000",
            "the server's pg_hba.conf rejects this user",
            "check username, ssl_mode and address in the environment against the server's pg_hba.conf"
        ),
        new("28P01", "the password is wrong", "check the secret in password:; the server's log has more detail than the client gets"),
        new(
            "2BP01",
            "other objects depend on what is dropped",
            "the detail lists them: drop each in an earlier statement, in the same step"
        ),
        new("2D000", "a DO or CALL that commits, inside the step's transaction", Forbidden),
        new("3D000", "there is no such database", "check database: of the connection in the environment"),
        new("3F000", "there is no such schema", "CREATE SCHEMA in an earlier step, or check the name"),
        new("40001", "a concurrent transaction changed the same rows", "retry: { attempts: 5 } on the step runs it again"),
        new(
            "40P01",
            "deadlock: two transactions wait for each other's locks",
            "retry: { attempts: 5 } on the step; take locks in the same order as the application, each in a separate step, with settings: { lock_timeout: 5s }"
        ),
        new("42501", "the user does not have the privilege", "grant it to the connection's user, or settings: { role: OWNER } on the step"),
        new(
            "42601",
            "syntax error, for this version of the server",
            "the position shows where; psql variables are {{ name | sql.literal }} here"
        ),
        new("42602", "the name is not valid", "quote it: {{ name | sql.ident }}"),
        new("42622", "a name is longer than 63 bytes", "shorten it"),
        new("42701", "the column already exists", Exists),
        new("42702", "the column name is ambiguous", "qualify it with the table: t.column"),
        new(
            "42703",
            "there is no such column",
            "check the name, and whether an earlier step creates it with another spelling (\"Name\" and name differ)"
        ),
        new("42704", "there is no such type, role, index or other object", Search),
        new("42710", "an object with that name already exists", Exists),
        new(
            "42723",
            "a function with these arguments already exists",
            "CREATE OR REPLACE FUNCTION, or DROP FUNCTION in an earlier statement"
        ),
        new("42803", "a column is neither grouped nor in an aggregate", "add it to GROUP BY"),
        new(
            "42804",
            "an expression has another type than its column",
            "write the cast: expression::type, or USING column::type in ALTER COLUMN … TYPE"
        ),
        new(
            "42809",
            "the statement does not apply to this kind of object",
            "check the name: a view, a partitioned table and a foreign table each have their own commands"
        ),
        new(
            "42830",
            "the referenced columns have no unique constraint",
            "ALTER TABLE … ADD UNIQUE (…) on the referenced table in an earlier step"
        ),
        new("42846", "there is no cast between these types", "write a conversion: ALTER COLUMN … TYPE t USING …"),
        new(
            "42883",
            "there is no such function or operator for these types",
            "cast the arguments, or CREATE EXTENSION in an earlier step; " + Search
        ),
        new("42939", "the name is reserved", "role and schema names that begin with pg_ are reserved: choose another"),
        new("42P01", "there is no such table, view or sequence", Search),
        new("42P04", "the database already exists", Exists),
        new("42P06", "the schema already exists", Exists),
        new("42P07", "a table, index, view or sequence with that name already exists", Exists),
        new(
            "42P10",
            "ON CONFLICT names columns without a unique index",
            "name the columns of a unique index, or CREATE UNIQUE INDEX in an earlier step"
        ),
        new(
            "42P13",
            "a function's definition contradicts itself or the existing one",
            "DROP FUNCTION in an earlier statement, then CREATE FUNCTION"
        ),
        new(
            "42P16",
            "the definition of the table, view or constraint is not valid",
            "to change the columns of a view, DROP VIEW and CREATE VIEW; a table has one primary key"
        ),
        new(
            "42P17",
            "an object's definition is not allowed: an expression that is not immutable, a partition bound",
            "index expressions and generated columns call IMMUTABLE functions only"
        ),
        new(
            "53100",
            "the disk is full",
            "free space where the detail says (pg_wal: look for slots with SELECT * FROM pg_replication_slots), then run it again; a step that was rolled back left nothing behind"
        ),
        new(
            "53200",
            "the server is out of memory, or out of locks for one transaction",
            "ALTER SYSTEM SET max_locks_per_transaction = … and a restart, or fewer objects in one step; settings: { work_mem: 64MB } for a query"
        ),
        new(
            "53300",
            "too many connections",
            "SELECT usename, count(*) FROM pg_stat_activity GROUP BY 1 shows by user; end some with pg_terminate_backend(pid), or ALTER SYSTEM SET max_connections = … and a restart"
        ),
        new(
            "53400",
            "a limit of the server's configuration is reached",
            "the message names the setting: temp_file_limit in settings: of the step, others with ALTER SYSTEM"
        ),
        new("54000", "a built-in limit of the server is reached", "split it into several statements"),
        new(
            "54001",
            "the expression or the recursion is too deep",
            "split it into several statements; settings: { max_stack_depth: 6MB } where the machine allows"
        ),
        new("54011", "a table has too many columns", "dropped columns count as well: create a new table and copy, or use jsonb"),
        new(
            "55000",
            "the object is not in the state that the statement needs",
            "see the hint; change wal_level, replication slots and subscriptions in an earlier step, ALTER SYSTEM with a restart"
        ),
        new(
            "55006",
            "pending trigger events: deferred constraints wait for rows of this transaction",
            "SET CONSTRAINTS ALL IMMEDIATE in an earlier statement, or ALTER TABLE in a separate step",
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
            "a value added by ALTER TYPE … ADD VALUE is used in the same transaction",
            "put ALTER TYPE … ADD VALUE alone into a step, and use the value in the next one"
        ),
        new(
            "57014",
            "the statement ran longer than statement_timeout, or was cancelled",
            "raise timeout: of the step, or settings: { statement_timeout: 0 } where the database or the role has a shorter one"
        ),
        new(
            "57P01",
            "the server ended the session: a restart, a failover or an administrator",
            "run planrunner apply again: it checks on the server whether the step committed"
        ),
        new("57P02", "the server crashed and restarts", "run planrunner apply again: it checks on the server whether the step committed"),
        new(
            "57P03",
            "the server is starting up, shutting down or in recovery",
            "wait until it accepts connections, then run planrunner apply again"
        ),
        new("57P04", "the database was dropped", "check database: of the connection in the environment"),
        new("57P05", "the session was idle for longer than idle_session_timeout", "settings: { idle_session_timeout: 0 } on the step"),
        new("58030", "the server could not read or write a file", "check its disk and its log first"),
        new("58P01", "the server has no such file", "the path is on the server's machine; for an extension, install its package there"),
        new(
            "P0001",
            "RAISE EXCEPTION in a function, a trigger or a DO block",
            "the message comes from the function; where: shows it and its line"
        ),
        new("P0002", "a query that must return a row returned none", "check what its INTO STRICT looks for"),
        new("P0003", "a query that must return one row returned several", "check what its INTO STRICT looks for"),
        new("P0004", "a PL/pgSQL ASSERT failed", "where: shows the function and its line"),
        new("XX000", "an internal error of the server or an extension", "check the server's log; a newer minor version may have a fix"),
        new("XX001", "the table's data is corrupted", "stop; check the disk, and restore from a backup"),
        new("XX002", "an index is corrupted", "REINDEX INDEX CONCURRENTLY name in a separate step; check the disk"),
    ];

    /// <summary>What to do; null for a code that no migration gets.</summary>
    /// <param name="sqlState">The server's code.</param>
    /// <param name="routine">The function of its source.</param>
    /// <param name="message">Its words.</param>
    /// <param name="where">The context that it reported with them.</param>
    public static string? Help(string sqlState, string? routine, string message, string? where = null) =>
        All.FirstOrDefault(f =>
            f.SqlState == sqlState
            && (f.Routine is null || f.Routine == routine)
            && (f.Mark is null || $"{message}\n{where}".Contains(f.Mark, StringComparison.OrdinalIgnoreCase))
        )?.Help;
}
