-- How many rows has each table?
-- Side: either. Variable: schemas (empty: all). Arg: unlogged, "true" to count unlogged tables too.
SELECT format('%I.%I', n.nspname, c.relname) AS "table",
       substring(query_to_xml(format('SELECT count(*) AS n FROM ONLY %I.%I', n.nspname, c.relname), false, false, '')::text FROM '<n>([0-9]+)</n>')::bigint AS rows
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence IN ('p'{{ if args.unlogged == 'true' }}, 'u'{{ end }})
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
  {{~ end ~}}
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
