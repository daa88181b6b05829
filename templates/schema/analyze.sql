-- Generates ANALYZE for every table and filled materialised view: replication brings no statistics, and without them the first
-- queries after the cutover get the plans of an empty database.
-- Generated from: target. Run on: target. Variable: schemas (empty: all).
SELECT format('%I.%I', n.nspname, c.relname) AS key, format('ANALYZE %I.%I', n.nspname, c.relname) AS sql
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE (c.relkind IN ('r', 'p') OR c.relkind = 'm' AND c.relispopulated) AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }})
  {{~ end ~}}
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relpages, 1
