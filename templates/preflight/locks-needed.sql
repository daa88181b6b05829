-- How many locks does the comparison of all tables take, which is one transaction? One for each table, index and filled TOAST table.
-- Side: source. Variable: schemas (empty: all).
SELECT (count(DISTINCT c.oid) + count(i.indexrelid) + 2 * count(DISTINCT t.oid) + 100)::text AS locks,
       count(DISTINCT c.oid)::text AS tables
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_index AS i ON i.indrelid = c.oid
LEFT JOIN pg_class AS t ON t.oid = c.reltoastrelid AND pg_relation_size(t.oid) > 0
WHERE c.relkind = 'r' AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
  {{~ end ~}}
