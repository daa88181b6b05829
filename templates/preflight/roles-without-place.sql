-- Which roles have rights on the source, or are named by a policy, or own what a role of the application uses as a member, and have no
-- place on the target? Their rights would be lost. Rows are problems.
-- Side: source. Variables: left_out_roles, replication_role, schemas (empty: all). Param: roles (from schema/role-places.sql).
WITH placed AS (
    SELECT r.oid, p.source, p.named
    FROM jsonb_to_recordset(CAST(:roles AS jsonb)) AS p (source text, named boolean) JOIN pg_roles AS r ON r.rolname = p.source
), used AS (
    SELECT d.refobjid AS role, d.deptype = 'o' AS owns, d.deptype = 'r' AS in_policy,
        pg_describe_object(d.classid, d.objid, d.objsubid) AS object,
           CASE d.classid WHEN 'pg_namespace'::regclass THEN (SELECT nspname FROM pg_namespace WHERE oid = d.objid)
                          WHEN 'pg_default_acl'::regclass
                          THEN (SELECT n.nspname FROM pg_default_acl AS a JOIN pg_namespace AS n ON n.oid = a.defaclnamespace
                              WHERE a.oid = d.objid)
                          ELSE (pg_identify_object(d.classid, d.objid, 0)).schema END AS schema
    FROM pg_shdepend AS d
    WHERE d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND d.refclassid = 'pg_authid'::regclass AND d.deptype IN ('o', 'a', 'r')
      AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
), role AS (
    SELECT r.oid, r.rolname, bool_or(used.owns) AS owns, bool_or(used.in_policy) AS in_policy, count(*) AS objects,
        min(used.object) AS example
    FROM pg_roles AS r JOIN used ON used.role = r.oid
    WHERE NOT r.rolsuper AND r.rolname NOT IN ({{ replication_role | sql.literal }}, current_user)
      AND coalesce(used.schema, '') !~ '^pg_'
          AND coalesce(used.schema, '') NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
      {{~ if (schemas | array.size) > 0 ~}}
      AND (used.schema IS NULL OR used.schema IN ({{ schemas | sql.list }}))
      {{~ end ~}}
      {{~ if (left_out_roles | array.size) > 0 ~}}
      AND r.rolname NOT IN ({{ left_out_roles | sql.list }})
      {{~ end ~}}
    GROUP BY r.oid, r.rolname
), problem AS (
    SELECT role.*, (SELECT string_agg(quote_ident(placed.source), ', ' ORDER BY placed.source)
                    FROM placed WHERE placed.named AND placed.oid <> role.oid AND pg_has_role(placed.oid, role.oid, 'USAGE')) AS members
    FROM role
    WHERE NOT EXISTS (SELECT FROM placed WHERE placed.oid = role.oid AND placed.named)
)
SELECT rolname::text AS role, objects || CASE WHEN objects = 1 THEN ' object: '
    ELSE ' objects, such as ' END || example AS "has rights on", members AS "through it",
       format('on the target CREATE ROLE %I%s; or pair it in other_roles and target_other_roles, or name it in left_out_roles', rolname,
              CASE WHEN owns THEN format(' and GRANT %I to the migration''s role', rolname) ELSE '' END
              || CASE WHEN members IS NULL THEN ''
                  ELSE format(' and GRANT %I to those that take the place of %s', rolname, members) END) AS remedy
FROM problem
WHERE NOT owns OR in_policy OR members IS NOT NULL
ORDER BY rolname
