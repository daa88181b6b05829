namespace PlanRunner.Sql.Findings;

/// <summary>What <c>CREATE</c> makes, and which existing relations it locks for it.</summary>
internal sealed class CreateReader(StatementCursor reader, StatementReading reading)
{
    /// <summary>The tables of <c>CREATE</c> and <c>ALTER PUBLICATION</c>.</summary>
    public static void PublishedTables(StatementCursor reader, StatementReading reading)
    {
        if (!reader.SkipTo("table", "tables") || !reader.Take("table"))
            return;
        do
        {
            reader.Take("table");
            reading.Takes(reader.Table(), TableLock.ShareUpdateExclusive);
            while (!reader.Done && !reader.Words.IsSymbol(reader.At, ','))
                reader.Skip();
        } while (reader.TakeSymbol(',') && !reader.Is("tables"));
    }

    public void Read()
    {
        var replace = reader.Take("or", "replace");
        var temporary = reader.Is("temp") || reader.Is("temporary") || reader.Is("local") || reader.Is("global");
        while (reader.Word is "GLOBAL" or "LOCAL" or "TEMP" or "TEMPORARY" or "UNLOGGED" or "RECURSIVE" or "CONSTRAINT")
            reader.At++;
        if (reader.Take("table"))
            Table(temporary);
        else if (reader.Is("unique", "index") || reader.Is("index"))
            Index();
        else if (reader.Take("materialized", "view") || reader.Take("sequence") || reader.Take("foreign", "table"))
            Makes();
        else if (reader.Take("view"))
            View(replace);
        else if (reader.Take("trigger"))
            OnTable("on", TableLock.ShareRowExclusive);
        else if (reader.Take("policy"))
            OnTable("on", TableLock.AccessExclusive);
        else if (reader.Take("rule"))
            OnTable("to", TableLock.AccessExclusive);
        else if (reader.Take("statistics"))
            OnTable("from", TableLock.ShareUpdateExclusive);
        else if (reader.Take("publication"))
            PublishedTables(reader, reading);
        else
            Other();
    }

    private bool Forgiving(string what)
    {
        if (!reader.Take("if", "not", "exists"))
            return false;
        reading.Hit(FindingRules.IfExists, 0, null, $"CREATE {what} IF NOT EXISTS succeeds even if one exists with another definition");
        return true;
    }

    // Extensions and schemas that are there are seldom a mistake.
    private void Other()
    {
        if (reader.Word is not ("EXTENSION" or "SCHEMA") && reader.Word is var what && reader.Has("if", "not", "exists"))
            reading.Hit(FindingRules.IfExists, 0, null, $"CREATE {what} IF NOT EXISTS succeeds even if one exists with another definition");
    }

    private void Makes()
    {
        var maybe = Forgiving("…");
        if (reader.Name() is { } made)
            reading.Creates.Add((made, !maybe));
    }

    private void View(bool replace)
    {
        if (reader.Name() is not { } view)
            return;
        if (replace)
            reading.Takes(view, TableLock.AccessExclusive);
        else
            reading.Creates.Add((view, true));
    }

    private void Table(bool temporary)
    {
        var maybe = Forgiving("TABLE") || temporary;
        if (reader.Name() is { } made)
            reading.Creates.Add((made, !maybe));
        var parent = new StatementCursor(reader.Words, reader.At, reader.End);
        if (parent.SkipTo("partition") && parent.Take("partition", "of"))
            reading.Takes(parent.Name(), TableLock.AccessExclusive);
        var inherits = new StatementCursor(reader.Words, reader.At, reader.End);
        if (inherits.SkipTo("inherits") && inherits.Take("inherits") && inherits.TakeSymbol('('))
        {
            foreach (var table in inherits.Tables())
                reading.Takes(table, TableLock.ShareUpdateExclusive);
        }

        // Its foreign keys put triggers on the tables that they refer to.
        for (var i = reader.At; i < reader.End; i++)
        {
            if (
                reader.Words.Is(i, "references")
                && new StatementCursor(reader.Words, i + 1, reader.End).Name() is { } referenced
                && !reading.Creates.Exists(c => c.Relation == referenced)
            )
                reading.Takes(referenced, TableLock.ShareRowExclusive);
        }
    }

    private void Index()
    {
        reader.Take("unique");
        reader.Take("index");
        var concurrently = reader.Take("concurrently");
        var maybe = Forgiving("INDEX");
        if (!reader.Is("on") && reader.Name() is { } made)
            reading.Creates.Add((made, !maybe));
        if (!reader.Take("on"))
            return;
        var table = reader.Table();
        reading.Takes(table, concurrently ? TableLock.ShareUpdateExclusive : TableLock.Share);
        reading.WorksOn = table;
        if (!concurrently)
            reading.Hit(
                FindingRules.NotConcurrently,
                0,
                table,
                $"building the index blocks writes to {table}",
                "CREATE INDEX CONCURRENTLY, in a separate step"
            );
    }

    private void OnTable(string before, TableLock mode)
    {
        if (reader.SkipTo(before) && reader.Take(before))
            reading.Takes(reader.Table(), mode);
    }
}
