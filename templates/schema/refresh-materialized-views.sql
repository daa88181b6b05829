-- Generates REFRESH for every materialised view, those that others are built on first.
-- Generated from: target. Run on: target. Variable: schemas (empty: all).
WITH RECURSIVE view_on (view, base) AS (
    SELECT DISTINCT r.ev_class, d.refobjid
    FROM pg_rewrite AS r
    JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
    JOIN pg_class AS base ON base.oid = d.refobjid AND base.relkind IN ('v', 'm')
), depth (view, level) AS (
    SELECT c.oid, 0 FROM pg_class AS c WHERE c.relkind IN ('v', 'm')
    UNION
    SELECT view_on.view, depth.level + 1 FROM depth JOIN view_on ON view_on.base = depth.view
)
SELECT format('%I.%I', n.nspname, c.relname) AS key, format('REFRESH MATERIALIZED VIEW %I.%I', n.nspname, c.relname) AS sql
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN depth ON depth.view = c.oid
WHERE c.relkind = 'm'
  AND n.nspname !~ '^pg_'
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }})
  {{~ end ~}}
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
GROUP BY n.nspname, c.relname
ORDER BY max(depth.level), 1
