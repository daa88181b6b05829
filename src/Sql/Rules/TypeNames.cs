using System.Collections.Frozen;
using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>Names of types as they may be in a cast on any session, whatever its search path.</summary>
internal static class TypeNames
{
    // oid → name: fixed forever in pg_type.dat. What is not here is asked from the server.
    public static readonly FrozenDictionary<uint, string> Known = new Dictionary<uint, string>
    {
        [16] = "boolean",
        [17] = "bytea",
        [18] = "\"char\"",
        [19] = "name",
        [20] = "bigint",
        [21] = "smallint",
        [23] = "integer",
        [25] = "text",
        [26] = "oid",
        [27] = "tid",
        [28] = "xid",
        [29] = "cid",
        [114] = "json",
        [142] = "xml",
        [600] = "point",
        [650] = "cidr",
        [700] = "real",
        [701] = "double precision",
        [705] = "text",
        [790] = "money",
        [829] = "macaddr",
        [869] = "inet",
        [1000] = "boolean[]",
        [1001] = "bytea[]",
        [1003] = "name[]",
        [1005] = "smallint[]",
        [1007] = "integer[]",
        [1009] = "text[]",
        [1014] = "bpchar[]",
        [1015] = "character varying[]",
        [1016] = "bigint[]",
        [1021] = "real[]",
        [1022] = "double precision[]",
        [1028] = "oid[]",
        [1042] = "bpchar",
        [1043] = "character varying",
        [1082] = "date",
        [1083] = "time without time zone",
        [1114] = "timestamp without time zone",
        [1115] = "timestamp without time zone[]",
        [1182] = "date[]",
        [1184] = "timestamp with time zone",
        [1185] = "timestamp with time zone[]",
        [1186] = "interval",
        [1231] = "numeric[]",
        [1266] = "time with time zone",
        [1560] = "\"bit\"",
        [1562] = "bit varying",
        [1700] = "numeric",
        [2205] = "regclass",
        [2206] = "regtype",
        [2950] = "uuid",
        [2951] = "uuid[]",
        [2970] = "txid_snapshot",
        [3220] = "pg_lsn",
        [3221] = "pg_lsn[]",
        [3614] = "tsvector",
        [3802] = "jsonb",
        [3807] = "jsonb[]",
        [5038] = "pg_snapshot",
        [5069] = "xid8",
    }.ToFrozenDictionary();

    /// <summary>
    /// The name itself when it can only be a name; a value that came back from the state file must not become SQL.
    /// </summary>
    public static string Checked(string type)
    {
        if (type.Contains("--", StringComparison.Ordinal) || type.Contains("/*", StringComparison.Ordinal))
            return "text";
        var words = StatementTokens.Of(type);
        for (var i = 0; i < words.Count; i++)
        {
            var kind = words[i].Kind;
            var plain =
                kind is SqlTokenKind.Word or SqlTokenKind.QuotedName or SqlTokenKind.Number
                || (
                    kind == SqlTokenKind.Symbol
                    && (
                        words.IsSymbol(i, '.')
                        || words.IsSymbol(i, '[')
                        || words.IsSymbol(i, ']')
                        || words.IsSymbol(i, '(')
                        || words.IsSymbol(i, ')')
                        || words.IsSymbol(i, ',')
                    )
                );
            if (!plain)
                return "text";
        }

        return words.Count == 0 || !Balanced(words) ? "text" : type;
    }

    private static bool Balanced(StatementTokens words)
    {
        var depth = 0;
        for (var i = 0; i < words.Count && depth >= 0; i++)
            depth +=
                words.IsSymbol(i, '(') ? 1
                : words.IsSymbol(i, ')') ? -1
                : 0;
        return depth == 0;
    }
}
