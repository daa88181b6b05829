using PlanRunner.Sql;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>Reads from a statement's words what it leaves when it was done; for what is not listed here, only a probe or a person knows.</summary>
internal static class EndStateReader
{
    private const string Subscription =
        "FROM pg_catalog.pg_subscription WHERE subname = $1::name AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())";

    /// <summary>Null where no catalog shows it.</summary>
    public static EndState? Of(SqlStatement statement)
    {
        var text = statement.Text;
        var words = statement.Words;
        return words.Word(0) switch
        {
            "CREATE" => Create(words, text),
            "DROP" => Drop(words),
            "ALTER" => Alter(words),
            "REINDEX" => Reindex(words, statement.Class.Command),
            "COMMIT" or "ROLLBACK" when words.Is(1, "prepared") && Literal(words, 2) is { } name => new PreparedEnd(
                name,
                words.Is(0, "commit")
            ),
            "VACUUM" or "ANALYZE" or "ANALYSE" or "CLUSTER" or "CHECKPOINT" => new RepeatableEnd(words.Word(0)),
            "DISCARD" => new RepeatableEnd("DISCARD"),
            "REFRESH" => new RepeatableEnd("REFRESH MATERIALIZED VIEW"),
            _ => null,
        };
    }

    private static EndState? Create(StatementTokens words, string text)
    {
        if (words.Is(1, "index") || words.Are(1, "unique", "index"))
            return IndexDefinition.Read(text) is { } index ? new IndexEnd(index) : null;
        if (words.Name(2) is not { } name)
            return null;
        return words.Word(1) switch
        {
            "DATABASE" => Database(name, makes: true),
            "TABLESPACE" => Tablespace(name, makes: true),
            "SUBSCRIPTION" => new ObjectEnd(
                "pg_subscription",
                $"subscription {name}",
                $"SELECT oid::text {Subscription}",
                [name],
                makes: true
            )
            {
                Elsewhere =
                    $"; its slot may be left on the publisher, where it retains WAL: look for {TransactionRules.Option(words, "slot_name") ?? name} in pg_replication_slots",
            },
            _ => null,
        };
    }

    private static EndState? Drop(StatementTokens words)
    {
        if (words.Are(1, "index"))
        {
            var at = words.Is(2, "concurrently") ? 3 : 2;
            at += words.Are(at, "if", "exists") ? 2 : 0;
            var index = ObjectName.Read(words, ref at);
            return index is null || words.IsSymbol(at, ',') ? null : new DropIndexEnd(index);
        }

        if (words.Name(words.Are(2, "if", "exists") ? 4 : 2) is not { } name)
            return null;
        return words.Word(1) switch
        {
            "DATABASE" => Database(name, makes: false),
            "TABLESPACE" => Tablespace(name, makes: false),
            "SUBSCRIPTION" => new ObjectEnd(
                "pg_subscription",
                $"subscription {name}",
                $"SELECT oid::text {Subscription}",
                [name],
                makes: false
            ),
            _ => null,
        };
    }

    private static EndState? Alter(StatementTokens words) =>
        words.Word(1) switch
        {
            "SYSTEM" => new RepeatableEnd("ALTER SYSTEM"),
            "DATABASE" when words.Are(3, "set", "tablespace") => new RepeatableEnd("ALTER DATABASE … SET TABLESPACE"),
            "TABLE" => Detach(words),
            "TYPE" => Label(words),
            "SUBSCRIPTION" => Resubscribe(words),
            _ => null,
        };

    private static DetachEnd? Detach(StatementTokens words)
    {
        var at = words.Are(2, "if", "exists") ? 4 : 2;
        at += words.Is(at, "only") ? 1 : 0;
        if (ObjectName.Read(words, ref at) is not { } parent)
            return null;
        at += words.IsSymbol(at, '*') ? 1 : 0;
        if (!words.Are(at, "detach", "partition"))
            return null;
        at += 2;
        return ObjectName.Read(words, ref at) is { } partition ? new DetachEnd(parent, partition) : null;
    }

    private static ObjectEnd? Label(StatementTokens words)
    {
        var at = 2;
        if (ObjectName.Read(words, ref at) is not { } type || !words.Are(at, "add", "value"))
            return null;
        at += words.Are(at + 2, "if", "not", "exists") ? 5 : 2;
        return Literal(words, at) is { } label
            ? new ObjectEnd(
                "pg_enum",
                $"value '{label}' of {type}",
                "SELECT oid::text FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1::text) AND enumlabel = $2::name",
                [type, label],
                makes: true
            )
            : null;
    }

    private static EndState? Resubscribe(StatementTokens words)
    {
        if (words.Name(2) is not { } name)
            return null;
        if (!words.Is(4, "publication") || words.Is(3, "set") || words.Is(3, "refresh"))
            return new RepeatableEnd($"ALTER SUBSCRIPTION … {words.Word(3)}");
        var publications = new List<string>();
        for (var i = 5; words.Name(i) is { } publication; i += 2)
        {
            publications.Add(publication);
            if (!words.IsSymbol(i + 1, ','))
                break;
        }

        var list =
            $"{{{string.Join(',', publications.Select(p => $"\"{p.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""))}}}";
        var adds = words.Is(3, "add");
        return new ObjectEnd(
            "pg_subscription",
            $"publication {string.Join(", ", publications)} of subscription {name}",
            $"SELECT 'there' {Subscription} AND subpublications {(adds ? "@>" : "&&")} $2::text[]",
            [name, list],
            makes: adds
        );
    }

    private static EndState? Reindex(StatementTokens words, string command)
    {
        var at = words.IsSymbol(1, '(') ? words.AfterParenthesis(1) : 1;
        at += words.Is(at, "verbose") ? 1 : 0;
        var kind = words.Word(at++);
        var concurrently = words.Is(at, "concurrently");
        at += concurrently ? 1 : 0;
        if (!concurrently && !TransactionRules.ReindexesConcurrently(words))
            return new RepeatableEnd(command);
        return kind switch
        {
            "INDEX" or "TABLE" => ObjectName.Read(words, ref at) is { } relation ? new ReindexEnd(kind, relation) : null,
            "SCHEMA" => words.Name(at) is { } schema ? new ReindexEnd(kind, schema) : null,
            _ => new ReindexEnd("DATABASE", null),
        };
    }

    // A database whose DROP was interrupted is marked so.
    private static ObjectEnd Database(string name, bool makes) =>
        new(
            "pg_database",
            $"database {name}",
            "SELECT oid::text || CASE WHEN datconnlimit = -2 THEN ' invalid' ELSE '' END FROM pg_catalog.pg_database WHERE datname = $1::name",
            [name],
            makes
        );

    private static ObjectEnd Tablespace(string name, bool makes) =>
        new(
            "pg_tablespace",
            $"tablespace {name}",
            "SELECT oid::text FROM pg_catalog.pg_tablespace WHERE spcname = $1::name",
            [name],
            makes
        );

    // Only a plain '…': what escapes mean depends on the session.
    private static string? Literal(StatementTokens words, int at) =>
        at < words.Count
        && words[at].Kind == SqlTokenKind.String
        && words.Raw(at) is ['\'', .. var inner, '\'']
        && !inner.Contains('\\', StringComparison.Ordinal)
            ? inner.Replace("''", "'", StringComparison.Ordinal)
            : null;
}
