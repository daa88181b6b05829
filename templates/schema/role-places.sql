-- Who on the source has rights or objects in scope, and who takes the place of each on the target? A role is placed by the pairs of the
-- environment, else by its own name. An owner without such a place, and whoever we are on the source, is placed by the role that
-- restores the schema ("named" is false). Superusers need no rights and get none.
-- Three JSON texts: roles; there: what named roles and PUBLIC may do with what the target has already (its schema public, the database,
-- languages, foreign data wrappers); members: which rights they have by being members.
-- Side: source. Variables: application_roles, target_application_roles, other_roles, target_other_roles, replication_role, schemas
-- (empty: all). Params: there, me (from preflight/target-roles.sql).
WITH pair (source, target) AS (
    VALUES
    {{~ for role in application_roles ~}}
        ({{ role | sql.literal }}::text, {{ target_application_roles[for.index] | sql.literal }}::text),
    {{~ end ~}}
    {{~ for role in other_roles ~}}
        ({{ role | sql.literal }}, {{ target_other_roles[for.index] | sql.literal }}),
    {{~ end ~}}
        (NULL, NULL)
), used AS (
    SELECT d.refobjid AS role, d.deptype = 'o' AS owns, d.deptype = 'r' AS in_policy,
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
    SELECT r.oid, r.rolname AS source, r.rolbypassrls AS bypasses, coalesce(bool_or(used.in_policy), false) AS in_policy,
        coalesce(bool_or(used.owns), false) AS owns, coalesce(bool_or(used.owns AND used.schema = 'public'), false) AS owns_in_public
    FROM pg_roles AS r
    LEFT JOIN used ON used.role = r.oid AND coalesce(used.schema, '') !~ '^pg_'
        AND coalesce(used.schema, '') NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
        {{~ if (schemas | array.size) > 0 ~}}
        AND (used.schema IS NULL OR used.schema IN ({{ schemas | sql.list }}))
        {{~ end ~}}
    WHERE NOT r.rolsuper AND r.rolname <> {{ replication_role | sql.literal }}
      AND (used.role IS NOT NULL OR r.rolname IN (SELECT source FROM pair))
    GROUP BY r.oid, r.rolname, r.rolbypassrls
), placed AS (
    SELECT role.oid, role.source, place.target, role.owns, role.owns_in_public, role.in_policy,
           role.bypasses AND EXISTS (SELECT FROM pg_class WHERE relrowsecurity) AS bypasses
    FROM role, LATERAL (
        SELECT pair.target, 1 AS rank FROM pair WHERE pair.source = role.source
        UNION ALL
        SELECT t.name, 2 FROM jsonb_to_recordset(CAST(:there AS jsonb)) AS t (name text, super boolean)
        WHERE t.name = role.source AND NOT t.super AND t.name NOT IN (current_user, CAST(:me AS text))
        ORDER BY rank LIMIT 1) AS place
), named AS (
    SELECT oid, source, target FROM placed WHERE source !~ '^pg_'
    UNION ALL
    SELECT 0::oid, NULL, NULL
), asked (what, name, privilege, may) AS (
    SELECT 'SCHEMA', n.nspname::text, p.privilege,
        ARRAY(SELECT named.oid FROM named WHERE has_schema_privilege(named.oid, n.oid, p.privilege))
    FROM pg_namespace AS n, unnest(ARRAY['USAGE', 'CREATE']) AS p (privilege)
    WHERE n.nspname = 'public'
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
    UNION ALL
    SELECT 'DATABASE', NULL, p.privilege, ARRAY(SELECT named.oid FROM named WHERE has_database_privilege(named.oid, d.oid, p.privilege))
    FROM pg_database AS d, unnest(ARRAY['CONNECT', 'TEMPORARY', 'CREATE']) AS p (privilege)
    WHERE d.datname = current_database()
    UNION ALL
    SELECT 'LANGUAGE', l.lanname, 'USAGE', ARRAY(SELECT named.oid FROM named WHERE has_language_privilege(named.oid, l.oid, 'USAGE'))
    FROM pg_language AS l
    WHERE l.lanpltrusted
    UNION ALL
    SELECT 'FOREIGN DATA WRAPPER', w.fdwname, 'USAGE',
        ARRAY(SELECT named.oid FROM named WHERE has_foreign_data_wrapper_privilege(named.oid, w.oid, 'USAGE'))
    FROM pg_foreign_data_wrapper AS w
)
SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('source', t.source, 'target', t.target, 'named', t.named, 'owns', t.owns,
                                                     'owns_in_public', t.owns_in_public, 'bypasses', t.bypasses, 'in_policy', t.in_policy)
                                  ORDER BY t.source)
                 FROM (SELECT source, target, true AS named, owns, owns_in_public, bypasses, in_policy FROM placed
                       UNION ALL
                       SELECT role.source, CAST(:me AS text), false, role.owns, false, false, role.in_policy
                       FROM role
                       WHERE NOT EXISTS (SELECT FROM placed WHERE placed.oid = role.oid)
                           AND (role.owns OR role.source = current_user)) AS t), '[]')::text AS roles,
       coalesce((SELECT jsonb_agg(jsonb_build_object('what', asked.what, 'name', asked.name, 'privilege', asked.privilege,
                                                     'role', named.target, 'may', named.oid = ANY (asked.may))
                                  ORDER BY asked.what, asked.name, asked.privilege, named.target)
                 FROM asked, named WHERE named.oid = ANY (asked.may) OR named.oid = 0), '[]')::text AS there,
       coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('role', named.target, 'of', g.target))
                 FROM named, (SELECT oid, target FROM placed UNION
                              SELECT oid, rolname FROM pg_roles WHERE rolname ~ '^pg_' AND rolname <> 'pg_database_owner') AS g
                 WHERE named.oid <> 0 AND g.target <> named.target AND pg_has_role(named.oid, g.oid, 'USAGE')), '[]')::text AS members
