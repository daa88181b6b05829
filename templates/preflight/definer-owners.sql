-- Which SECURITY DEFINER routines would run with more rights on the target? An owner without a place there is replaced by the role that
-- restores the schema, which owns what every such owner owned. Rows are routines whose owner may not do all of that on the source.
-- Side: source. Variable: schemas (empty: all). Param: roles (from schema/role-places.sql).
WITH placed AS (
    SELECT r.oid FROM jsonb_to_recordset(CAST(:roles AS jsonb)) AS p (source text, named boolean) JOIN pg_roles AS r ON r.rolname = p.source
    WHERE p.named
), scope AS (
    SELECT n.oid, n.nspname
    FROM pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
)
SELECT p.oid::regprocedure::text AS routine, r.rolname::text AS "runs as",
       (SELECT min(c.oid::regclass::text) FROM pg_class AS c JOIN scope ON scope.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relowner NOT IN (SELECT oid FROM placed)
            AND NOT pg_has_role(p.proowner, c.relowner, 'USAGE')) AS "could then also reach",
       format('on the target CREATE ROLE %I and GRANT %I to the migration''s role', r.rolname, r.rolname) AS remedy
FROM pg_proc AS p JOIN scope ON scope.oid = p.pronamespace JOIN pg_roles AS r ON r.oid = p.proowner
WHERE p.prosecdef AND NOT r.rolsuper AND r.oid NOT IN (SELECT oid FROM placed)
  AND EXISTS (SELECT FROM pg_class AS c JOIN scope ON scope.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relowner NOT IN (SELECT oid FROM placed)
                  AND NOT pg_has_role(p.proowner, c.relowner, 'USAGE'))
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
ORDER BY 1
