-- The unlogged tables and their columns, one a line, as copy-unlogged.sh reads them: name, tab, columns. Generated columns are left
-- out, since they cannot be copied into.
-- Side: source. Variable: schemas (empty: all).
SELECT coalesce(string_agg(line, E'\n' ORDER BY line), '') AS tables
FROM (
    SELECT format(E'%I.%I\t%s', n.nspname, c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)) AS line
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relkind = 'r' AND c.relpersistence = 'u'
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
    GROUP BY n.nspname, c.relname
) AS t
