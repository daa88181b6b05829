-- Generates the publication of every table in scope, one by one. FOR ALL TABLES would need a superuser, and would publish tables
-- made later, which stop the target because it does not have them. Partitions are listed, not their parents.
-- Generated from: source. Run on: source. Variables: publication, schemas (empty: all).
SELECT format('CREATE PUBLICATION %I FOR TABLE %s', {{ publication | sql.literal }}::text,
              string_agg(format('ONLY %I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname)) AS sql
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'p'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
  {{~ end ~}}
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
HAVING count(*) > 0
