using Npgsql;
using PlanRunner.Runner.Rehearsal;

namespace PlanRunner.Tests.Trial;

/// <summary>
/// What a database consists of, by names: every row of every catalog without the numbers that differ each time something is made
/// again, with owners, and with rights as they are meant (a default that is written out is the same as one that is not).
/// </summary>
internal static class CatalogPicture
{
    private const string Queries = """
        SELECT format('SELECT %L || '': '' || r::text FROM (SELECT %s FROM pg_catalog.%I) AS r ORDER BY 1', c.relname,
                      string_agg(CASE WHEN a.atttypid = 'oid'::regtype AND a.attname ~ '(owner|dba|defaclrole)$' THEN format('%I::regrole', a.attname)
                                      WHEN a.atttypid = 'oid'::regtype AND a.attname ~ 'namespace$' THEN format('%I::regnamespace', a.attname)
                                      WHEN a.atttypid = 'aclitem[]'::regtype
                                      THEN format('(SELECT string_agg(i::text, '','' ORDER BY i::text) FROM unnest(coalesce(%I, %s)) AS i) AS %I', a.attname,
                                                  CASE a.attname
                                                      WHEN 'nspacl' THEN 'acldefault(''n'', nspowner)'
                                                      WHEN 'relacl' THEN 'acldefault(CASE relkind WHEN ''S'' THEN ''s'' ELSE ''r'' END::"char", relowner)'
                                                      WHEN 'proacl' THEN 'acldefault(''f'', proowner)'
                                                      WHEN 'typacl' THEN 'acldefault(''T'', typowner)'
                                                      WHEN 'lanacl' THEN 'acldefault(''l'', lanowner)'
                                                      WHEN 'fdwacl' THEN 'acldefault(''F'', fdwowner)'
                                                      WHEN 'srvacl' THEN 'acldefault(''S'', srvowner)'
                                                      WHEN 'datacl' THEN 'acldefault(''d'', datdba)'
                                                      ELSE '''{}''' END, a.attname)
                                      ELSE quote_ident(a.attname) END, ', ' ORDER BY a.attnum), c.relname)
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('pg_statistic', 'pg_statistic_ext_data')
          AND a.attname NOT IN ('relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid', 'datfrozenxid', 'datminmxid', 'relfilenode')
          AND (a.atttypid NOT IN ('oid'::regtype, 'oidvector'::regtype, 'oid[]'::regtype, 'pg_node_tree'::regtype)
               OR a.attname ~ '(owner|dba|defaclrole|namespace)$')
        GROUP BY c.relname ORDER BY c.relname
        """;

    /// <summary>A line for each row, so that a difference says what it is in.</summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(PostgresCluster cluster)
    {
        var settings = cluster.Superuser("shop");
        await using var session = new NpgsqlConnection(
            $"Host={settings.Host};Port={settings.Port};Database=shop;Username={settings.Username};Password={settings.Password};SSL Mode=VerifyFull;Root Certificate={settings.RootCertificate};Pooling=false"
        );
        await session.OpenAsync();
        var lines = new List<string>();
        foreach (var query in await RowsAsync(session, Queries))
            lines.AddRange(await RowsAsync(session, query));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<List<string>> RowsAsync(NpgsqlConnection session, string sql)
    {
        var rows = new List<string>();
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
