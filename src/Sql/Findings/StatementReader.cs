using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Sql.Findings;

/// <summary>
/// Reads from a statement's words which relations it locks, how, and what of it a reviewer has to know. What the words do not tell
/// (what a view, a trigger or a function does) it does not know.
/// </summary>
internal sealed class StatementReader
{
    private readonly StatementCursor reader;
    private readonly StatementReading reading = new();

    private StatementReader(StatementTokens words) => reader = new StatementCursor(words);

    private StatementTokens Words => reader.Words;

    public static StatementReading Read(StatementTokens words)
    {
        var made = new StatementReader(words);
        made.Read();
        return made.reading;
    }

    private void Read()
    {
        switch (reader.Word)
        {
            case "CREATE":
                reader.At++;
                new CreateReader(reader, reading).Read();
                break;
            case "ALTER":
                Alter();
                break;
            case "DROP":
                Drop();
                break;
            case "TRUNCATE":
                Truncate();
                break;
            case "LOCK":
                Lock();
                break;
            case "VACUUM" or "CLUSTER" or "ANALYZE" or "ANALYSE":
                Maintain();
                break;
            case "REINDEX":
                Reindex();
                break;
            case "REFRESH":
                Refresh();
                break;
            case "COMMENT":
                if (reader.Take("comment", "on", "table"))
                    reading.Takes(reader.Name(), TableLock.ShareUpdateExclusive);
                break;
            case "DO" or "CALL":
                reading.Hit(
                    FindingRules.NotRead,
                    0,
                    null,
                    $"what {(reader.Is("do") ? "this DO block" : "the procedure")} does is not analyzed"
                );
                break;
            case "COPY" when !Words.IsSymbol(1, '('):
                Copy();
                break;
            default:
                new RowsReader(Words, reading).Read();
                break;
        }
    }

    private void Alter()
    {
        reader.At++;
        reader.Take("foreign");
        if (reader.Take("table"))
        {
            if (reader.Take("all", "in", "tablespace"))
                return;
            Forgiving("ALTER TABLE", 0);
            new AlterTableReader(reader, reading).Read(view: Words.Is(1, "foreign"));
        }
        else if (reader.Take("view") || reader.Take("materialized", "view"))
        {
            Forgiving("ALTER VIEW", 0);
            new AlterTableReader(reader, reading).Read(view: true);
        }
        else if (reader.Take("index"))
        {
            Forgiving("ALTER INDEX", 0);
            var index = reader.Name();
            reading.Takes(index, reader.Is("set", "tablespace") ? TableLock.AccessExclusive : TableLock.ShareUpdateExclusive);
        }
        else if (reader.Take("policy") && reader.SkipTo("on") && reader.Take("on"))
        {
            reading.Takes(reader.Table(), TableLock.AccessExclusive);
        }
        else if (reader.Take("publication"))
        {
            reader.Name();
            CreateReader.PublishedTables(reader, reading);
        }
    }

    private void Forgiving(string command, int token)
    {
        if (reader.Take("if", "exists"))
            reading.Hit(FindingRules.IfExists, token, null, $"{command} IF EXISTS succeeds even if the name is wrong");
    }

    private void Drop()
    {
        var command = CommandNames.Of(Words);
        reader.At++;
        var kind = reader.Word;
        reader.Take("materialized");
        reader.Take("foreign");
        reader.Skip();
        var concurrently = reader.Take("concurrently");
        Forgiving(command, 0);
        if (kind is "TABLE" or "VIEW" or "MATERIALIZED" or "INDEX")
            DropRelations(kind, concurrently);
        else if (kind is "TRIGGER" or "POLICY" or "RULE" && reader.SkipTo("on") && reader.Take("on"))
            reading.Takes(reader.Table(), TableLock.AccessExclusive);
        else if (kind is "DATABASE" || (kind is "SCHEMA" && reader.Has("cascade")))
            reading.Hit(FindingRules.LosesData, 0, null, $"everything in {reader.Name()} is lost");
        else if (kind is "OWNED")
            reading.Hit(FindingRules.LosesData, 0, null, "DROP OWNED drops whatever the role owns in this database");
        if (kind is "TYPE" or "DOMAIN" or "EXTENSION" && reader.Has("cascade"))
            reading.Hit(FindingRules.LosesData, 0, null, $"{command} {reader.Name()} CASCADE loses the columns of its types");
        if (reader.Has("cascade"))
            reading.Hit(FindingRules.Cascade, 0, null, $"{command} … CASCADE drops whatever depends on it, which this text does not name");
    }

    private void DropRelations(string kind, bool concurrently)
    {
        foreach (var name in reader.Tables())
        {
            reading.Takes(name, concurrently ? TableLock.ShareUpdateExclusive : TableLock.AccessExclusive);
            reading.Drops.Add(name);
            if (kind == "TABLE")
                reading.Hit(FindingRules.LosesData, 0, name, $"the rows of {name} are lost");
            else if (kind == "INDEX" && !concurrently)
                reading.Hit(
                    FindingRules.NotConcurrently,
                    0,
                    name,
                    $"DROP INDEX {name} blocks reads and writes of its table",
                    "DROP INDEX CONCURRENTLY, in a separate step"
                );
        }
    }

    private void Truncate()
    {
        reader.At++;
        reader.Take("table");
        foreach (var table in reader.Tables())
        {
            reading.Takes(table, TableLock.AccessExclusive);
            reading.Hit(FindingRules.LosesData, 0, table, $"the rows of {table} are lost");
        }

        if (reader.Has("cascade"))
            reading.Hit(FindingRules.Cascade, 0, null, "TRUNCATE … CASCADE empties tables that refer to it, which this text does not name");
    }

    private void Lock()
    {
        reader.At++;
        reader.Take("table");
        var tables = reader.Tables();
        var mode = TableLock.AccessExclusive;
        if (reader.Take("in"))
        {
            var name = new List<string>();
            for (; !reader.Done && !reader.Is("mode"); reader.Skip())
                name.Add(reader.Word);
            mode = TableLocks.Named(string.Join(' ', name));
        }

        foreach (var table in tables)
            reading.Takes(table, mode);
    }

    private void Maintain()
    {
        var command = reader.Word;
        reader.At++;
        var options = Words.IsSymbol(reader.At, '(') ? Words.AfterParenthesis(reader.At) : reader.At;
        var full = command == "CLUSTER";
        for (var i = reader.At; i < options; i++)
            full |= Words.Is(i, "full") && !Words.Is(i + 1, "false") && !Words.Is(i + 1, "off");
        reader.At = options;
        while (reader.Word is "FULL" or "FREEZE" or "VERBOSE" or "ANALYZE" or "ANALYSE")
        {
            full |= reader.Is("full");
            reader.At++;
        }

        var table = reader.Table();
        reading.WorksOn = full ? table ?? "" : null;
        reading.Takes(table, full ? TableLock.AccessExclusive : TableLock.ShareUpdateExclusive);
        if (full)
            reading.Hit(
                FindingRules.Rewrite,
                0,
                table,
                $"{(command == "CLUSTER" ? command : "VACUUM FULL")} rewrites {table ?? "every table"}, which cannot be read or written meanwhile",
                "VACUUM without FULL, or an extension that rewrites in the background"
            );
    }

    private void Reindex()
    {
        reader.At++;
        if (Words.IsSymbol(reader.At, '('))
            reader.Skip();
        var kind = reader.Word;
        reader.Skip();
        var concurrently = CommandNames.Of(Words) == "REINDEX CONCURRENTLY" || InParenthesis("concurrently");
        reader.Take("concurrently");
        var name = reader.Name();
        if (concurrently)
        {
            reading.Takes(name, TableLock.ShareUpdateExclusive);
            return;
        }

        // For an index, the index is locked against everything; for a table, the table is locked against writes.
        reading.Takes(name, kind == "INDEX" ? TableLock.AccessExclusive : TableLock.Share);
        reading.WorksOn = name;
        reading.Hit(
            FindingRules.NotConcurrently,
            0,
            name,
            $"REINDEX {kind} {name} blocks writes to the table, and queries that would use the index"
        );
    }

    private bool InParenthesis(string option)
    {
        for (var i = 1; i < Words.Count && !Words.IsSymbol(i, ')'); i++)
        {
            if (Words.Is(i, option))
                return !Words.Is(i + 1, "false") && !Words.Is(i + 1, "off");
        }

        return false;
    }

    private void Refresh()
    {
        reader.Take("refresh", "materialized", "view");
        var concurrently = reader.Take("concurrently");
        var view = reader.Name();
        reading.Takes(view, concurrently ? TableLock.Exclusive : TableLock.AccessExclusive);
        reading.WorksOn = view;
        if (!concurrently && !reader.Has("with", "no", "data"))
            reading.Hit(
                FindingRules.NotConcurrently,
                0,
                view,
                $"{view} cannot be read while it is refreshed",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on it"
            );
    }

    private void Copy()
    {
        reader.At++;
        var table = reader.Name();
        if (reader.Has("program"))
            reading.Hit(FindingRules.NotRead, 0, null, "what the program does is not analyzed");
        if (table is null || !reader.Has("from"))
            return;
        reading.Takes(table, TableLock.RowExclusive);
        reading.WorksOn = table;
    }
}
