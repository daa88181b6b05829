namespace PlanRunner.Sql.Findings;

/// <summary>
/// The locks and the work of <c>ALTER TABLE</c>, action by action:
/// https://www.postgresql.org/docs/current/sql-altertable.html
/// </summary>
internal sealed class AlterTableReader(StatementCursor reader, StatementReading reading)
{
    private static readonly string[] Serials = ["SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8"];

    private string table = "";

    /// <param name="view">Views and foreign tables take the same words, and hold no rows.</param>
    public void Read(bool view)
    {
        if (reader.Table() is not { } name)
            return;
        table = name;
        var depth = reader.At;
        while (!reader.Done)
        {
            var start = reader.At;
            var action = new StatementCursor(reader.Words, start, EndOfAction());
            Action(action, view);
            reader.At = Math.Max(action.End, start) + 1;
        }

        if (reader.At == depth)
            reading.Takes(table, TableLock.AccessExclusive);
    }

    private int EndOfAction()
    {
        var look = new StatementCursor(reader.Words, reader.At, reader.End);
        while (!look.Done && !reader.Words.IsSymbol(look.At, ','))
            look.Skip();
        return look.At;
    }

    private void Action(StatementCursor action, bool view)
    {
        var start = action.At;
        if (action.Take("add"))
            Add(action, start);
        else if (action.Take("drop"))
            Drop(action, start);
        else if (action.Take("alter"))
            Column(action, start, view);
        else if (action.Take("validate", "constraint"))
            Validate(action);
        else if (action.Is("rename") || action.Is("set", "schema"))
            Renamed(action, start);
        else if (action.Take("attach", "partition"))
            Attach(action, start);
        else if (action.Take("detach", "partition"))
            Detach(action);
        else if (Rewriting(action) is { } why)
            Rewrites(start, why);
        else if (action.Take("inherit"))
            Inherit(action);
        else
            reading.Takes(table, Lock(action));
    }

    private void Validate(StatementCursor action)
    {
        reading.Takes(table, TableLock.ShareUpdateExclusive);
        if (action.Name() is { } constraint)
            reading.Validates.Add((table, constraint));
    }

    private TableLock Lock(StatementCursor action)
    {
        if (
            action.Is("cluster")
            || action.Is("set", "without", "cluster")
            || ((action.Is("set") || action.Is("reset")) && reader.Words.IsSymbol(action.At + 1, '('))
        )
            return TableLock.ShareUpdateExclusive;
        return (action.Is("enable") || action.Is("disable")) && action.Has("trigger")
            ? TableLock.ShareRowExclusive
            : TableLock.AccessExclusive;
    }

    private static string? Rewriting(StatementCursor action)
    {
        if (action.Is("set", "logged") || action.Is("set", "unlogged"))
            return $"SET {action.Words.Word(action.At + 1)} rewrites the table";
        if (action.Is("set", "tablespace"))
            return "SET TABLESPACE copies the table";
        return action.Is("set", "access", "method") ? "SET ACCESS METHOD rewrites the table" : null;
    }

    private void Rewrites(int token, string why)
    {
        reading.Takes(table, TableLock.AccessExclusive);
        reading.WorksOn = table;
        reading.Hit(FindingRules.Rewrite, token, table, $"{why}, and {table} cannot be read or written meanwhile");
    }

    private void Scans(int token, TableLock mode, string what, string? safer = null)
    {
        reading.Takes(table, mode);
        reading.WorksOn = table;
        reading.Hit(
            FindingRules.ScanUnderLock,
            token,
            table,
            $"{what} reads every row of {table} under {mode.Name()}, which blocks {mode.Blocks()}",
            safer
        );
    }

    private void Add(StatementCursor action, int start)
    {
        var name = action.Take("constraint") ? action.Name() : null;
        if (name is not null || action.Word is "CHECK" or "UNIQUE" or "PRIMARY" or "FOREIGN" or "EXCLUDE" || action.Is("not", "null"))
            Constraint(action, start, name ?? "");
        else
            AddColumn(action, start);
    }

    private void Constraint(StatementCursor action, int start, string name)
    {
        var valid = !action.Has("not", "valid");
        if (NeverNull(action) is { } column)
            reading.NeverNull.Add((table, name, column, valid));
        if (action.Is("foreign"))
        {
            reading.Takes(table, TableLock.ShareRowExclusive);
            References(action);
            if (valid)
                Scans(start, TableLock.ShareRowExclusive, "ADD FOREIGN KEY");
        }
        else if (action.Word is "CHECK" or "NOT")
        {
            reading.Takes(table, TableLock.AccessExclusive);
            if (valid)
                Scans(start, TableLock.AccessExclusive, $"ADD {(action.Is("check") ? "CHECK" : "NOT NULL")}");
        }
        else if (action.Has("using", "index"))
        {
            reading.Takes(table, TableLock.AccessExclusive);
        }
        else
        {
            reading.Takes(table, TableLock.AccessExclusive);
            reading.WorksOn = table;
            var what = action.Is("primary") ? "ADD PRIMARY KEY" : $"ADD {action.Word}";
            var exclude = action.Is("exclude");
            reading.Hit(
                FindingRules.NotConcurrently,
                start,
                table,
                $"{what} builds its index while {table} cannot be read or written",
                exclude
                    ? "an exclusion constraint cannot be added online: schedule downtime"
                    : "CREATE UNIQUE INDEX CONCURRENTLY in a separate step, then ADD CONSTRAINT … USING INDEX"
            );
        }
    }

    // CHECK (column IS NOT NULL), and nothing else in it.
    private static string? NeverNull(StatementCursor action)
    {
        var look = new StatementCursor(action.Words, action.At, action.End);
        return
            look.Take("check")
            && look.TakeSymbol('(')
            && look.Name() is { } column
            && look.Take("is", "not", "null")
            && look.TakeSymbol(')')
            ? column
            : null;
    }

    private void References(StatementCursor action)
    {
        var look = new StatementCursor(action.Words, action.At, action.End);
        if (look.SkipTo("references") && look.Take("references"))
            reading.Takes(look.Name(), TableLock.ShareRowExclusive);
    }

    private void AddColumn(StatementCursor action, int start)
    {
        reading.Takes(table, TableLock.AccessExclusive);
        action.Take("column");
        if (action.Take("if", "not", "exists"))
            reading.Hit(
                FindingRules.IfExists,
                start,
                table,
                "ADD COLUMN IF NOT EXISTS succeeds even if the column exists with another type or default"
            );
        var column = action.Name();
        var type = action.Word;
        action.Skip();
        References(action);
        var generated = action.Has("generated");
        var made =
            Serials.Contains(type) ? $"{type.ToLowerInvariant()} numbers every row"
            : generated && action.Has("identity") ? "an identity column numbers every row"
            : generated && action.Has("stored") ? "a stored generated column is computed for every row"
            : VolatileDefault(action) is { } function ? $"the default {function}() is computed for every row"
            : null;
        if (made is not null)
            Rewrites(start, $"adding {column}: {made}");
        else if (action.Has("not", "null") && !action.Has("default") && !generated)
            reading.Hit(
                FindingRules.NotNullWithoutDefault,
                start,
                table,
                $"{column} is added NOT NULL without a default, which fails if {table} has rows"
            );
        if (action.Has("check"))
            Scans(
                start,
                TableLock.AccessExclusive,
                "a CHECK on a new column",
                "add the column first, then the constraint NOT VALID, and validate it in a later step"
            );
        if (action.Has("unique") || action.Has("primary", "key"))
            reading.Hit(
                FindingRules.NotConcurrently,
                start,
                table,
                $"the index of {column} is built while {table} cannot be read or written",
                "add the column alone, CREATE UNIQUE INDEX CONCURRENTLY in a separate step, then ADD CONSTRAINT … USING INDEX"
            );
    }

    private static string? VolatileDefault(StatementCursor action)
    {
        var look = new StatementCursor(action.Words, action.At, action.End);
        if (!look.SkipTo("default"))
            return null;
        for (var i = look.At + 1; i + 1 < look.End; i++)
        {
            if (look.Words.IsSymbol(i + 1, '(') && look.Words.Name(i) is { } function && VolatileFunctions.Has(function))
                return function;
        }

        return null;
    }

    private void Drop(StatementCursor action, int start)
    {
        reading.Takes(table, TableLock.AccessExclusive);
        if (action.Take("constraint"))
        {
            if (action.Take("if", "exists"))
                reading.Hit(FindingRules.IfExists, start, table, "DROP CONSTRAINT IF EXISTS succeeds even if the name is wrong");
            return;
        }

        action.Take("column");
        if (action.Take("if", "exists"))
            reading.Hit(FindingRules.IfExists, start, table, "DROP COLUMN IF EXISTS succeeds even if the name is wrong");
        reading.Hit(FindingRules.LosesData, start, table, $"the values of {table}.{action.Name()} are lost");
    }

    private void Column(StatementCursor action, int start, bool view)
    {
        if (action.Take("constraint"))
        {
            reading.Takes(table, TableLock.AccessExclusive);
            return;
        }

        action.Take("column");
        var column = action.Name();
        var light =
            action.Is("set", "statistics") || ((action.Is("set") || action.Is("reset")) && reader.Words.IsSymbol(action.At + 1, '('));
        reading.Takes(table, light ? TableLock.ShareUpdateExclusive : TableLock.AccessExclusive);
        if (view)
            return;
        if (action.Is("type") || action.Is("set", "data", "type"))
            Type(action, start, column);
        else if (action.Is("set", "expression"))
            Rewrites(start, $"the new expression of {column} is computed for every row");
        else if (action.Is("set", "not", "null"))
            SetNotNull(start, column ?? "");
    }

    private void SetNotNull(int start, string column)
    {
        Scans(
            start,
            TableLock.AccessExclusive,
            $"SET NOT NULL on {column}",
            $"ADD CONSTRAINT … CHECK ({column} IS NOT NULL) NOT VALID, VALIDATE it in a later step, then SET NOT NULL, which then scans nothing, and drop the check"
        );
        reading.SetsNotNull.Add((reading.Hits[^1], table, column));
    }

    private void Type(StatementCursor action, int start, string? column)
    {
        var written = action.Has("using");
        Rewrites(
            start,
            written
                ? $"the new type of {column} is computed for every row"
                : $"the new type of {column} rewrites the table, unless it only widens the old type (varchar to text or to a longer varchar, numeric to more digits before its point)"
        );
    }

    private void Renamed(StatementCursor action, int start)
    {
        reading.Renames = true;
        var light = action.Take("rename", "constraint");
        reading.Takes(table, TableLock.AccessExclusive);
        if (light)
            return;
        if (action.Take("set", "schema"))
        {
            reading.Hit(
                FindingRules.Rename,
                start,
                table,
                $"{table} moves to schema {action.Name()}: queries with the old name fail from that moment"
            );
            return;
        }

        action.Take("rename");
        if (action.Take("to"))
        {
            reading.Hit(
                FindingRules.Rename,
                start,
                table,
                $"{table} becomes {action.Name()}: queries with the old name fail from that moment"
            );
            return;
        }

        action.Take("column");
        var column = action.Name();
        action.Take("to");
        reading.Hit(
            FindingRules.Rename,
            start,
            table,
            $"{table}.{column} becomes {action.Name()}: queries with the old name fail from that moment"
        );
    }

    private void Attach(StatementCursor action, int start)
    {
        reading.Renames = true;
        reading.Takes(table, TableLock.ShareUpdateExclusive);
        if (action.Name() is not { } partition)
            return;
        reading.Takes(partition, TableLock.AccessExclusive);
        reading.Hit(
            FindingRules.ScanUnderLock,
            start,
            partition,
            $"ATTACH PARTITION reads every row of {partition} under {TableLock.AccessExclusive.Name()}, unless a valid CHECK proves that they match",
            "add such a CHECK NOT VALID to it, VALIDATE it in a step before, and drop it afterwards"
        );
    }

    private void Detach(StatementCursor action)
    {
        var partition = action.Name();
        var concurrently = action.Is("concurrently") || action.Is("finalize");
        reading.Takes(table, concurrently ? TableLock.ShareUpdateExclusive : TableLock.AccessExclusive);
        reading.Takes(partition, TableLock.AccessExclusive);
        if (!concurrently)
            reading.Hit(FindingRules.NotConcurrently, action.At - 1, table, $"DETACH PARTITION blocks reads and writes of {table}");
    }

    private void Inherit(StatementCursor action)
    {
        reading.Renames = true;
        reading.Takes(table, TableLock.AccessExclusive);
        reading.Takes(action.Name(), TableLock.ShareUpdateExclusive);
    }
}
