-- Which tables would the replication role read only in part, because of row security? Rows are problems.
-- Side: source. Variables: schemas (empty: all), replication_role.
SELECT format('%I.%I', n.nspname, c.relname) AS "table",
       format('ALTER ROLE %I BYPASSRLS', {{ replication_role | sql.literal }}::text) AS remedy
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relrowsecurity
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }})
  {{~ end ~}}
  AND NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = {{ replication_role | sql.literal }} AND (r.rolbypassrls OR r.rolsuper))
ORDER BY 1
