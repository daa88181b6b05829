-- Generates what the replication role needs to copy tables: use of their schemas, and SELECT on what will be published.
-- Generated from: source. Run on: source. Variables: replication_role, schemas (empty: all).
WITH published AS (
    SELECT n.nspname, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT format('schema %I', nspname) AS key, format('GRANT USAGE ON SCHEMA %I TO %I', nspname, {{ replication_role | sql.literal }}::text) AS sql
FROM published
GROUP BY nspname
UNION ALL
SELECT format('tables in %I', nspname), format('GRANT SELECT ON TABLE %s TO %I', string_agg(name, ', ' ORDER BY name), {{ replication_role | sql.literal }}::text)
FROM published
GROUP BY nspname
ORDER BY 1
