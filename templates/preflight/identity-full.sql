-- Which tables with REPLICA IDENTITY FULL have a column that cannot be compared? Their updates and deletes stop the target.
-- Side: source. Variable: schemas (empty: all).
SELECT format('%I.%I', n.nspname, c.relname) AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS type
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relreplident = 'f'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }})
  {{~ end ~}}
  AND a.atttypid = ANY (ARRAY['json', 'xml', 'point', 'line', 'lseg', 'path', 'polygon', 'box']::regtype[])
ORDER BY 1, a.attnum
