-- How many rows has each table, and what is the sum of the hashes of their contents, in whatever order they lie? All of it in one
-- statement, and so as of one moment. Only for tables that nobody writes to.
-- Side: either. Variables: schemas (empty: all), copy_unlogged.
-- Settings: those of every compare, under which a row as text is the same on both sides; search_path empty. Columns go by their
-- names: their order may differ where a table inherits.
WITH counted AS (
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
           query_to_xml(format('SELECT count(*) AS n, coalesce(sum(hashtextextended(ROW(%s)::text, 0)), 0) AS s FROM ONLY %I.%I AS planrunner_row', columns.list, n.nspname, c.relname),
                        false, false, '')::text AS found
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace,
         LATERAL (SELECT string_agg(format('planrunner_row.%I', a.attname), ', ' ORDER BY a.attname COLLATE "C") AS list
                  FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
    WHERE c.relkind = 'r' AND c.relpersistence IN ('p'{{ if copy_unlogged }}, 'u'{{ end }})
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT name AS "table",
       substring(found FROM '<n>([0-9]+)</n>')::bigint AS rows,
       substring(found FROM '<s>(-?[0-9]+)</s>')::numeric AS sum
FROM counted
ORDER BY 1
