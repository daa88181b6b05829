-- Which tables are unlogged? Logical replication does not carry them: they are copied once while the source is frozen, or start
-- empty.
-- Side: source. Variable: schemas (empty: all).
SELECT format('%I.%I', n.nspname, c.relname) AS "table", pg_size_pretty(pg_total_relation_size(c.oid)) AS size
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'u'
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }})
  {{~ end ~}}
ORDER BY 1
