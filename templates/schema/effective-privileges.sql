-- What may everybody really do, whichever way they came by it: granted, as a member, as an owner, as PUBLIC? To compare on both sides.
-- A role goes by its name on the source; a default privilege, and the role that a SECURITY DEFINER routine runs as, by that on the target.
-- Side: either. Variable: schemas (empty: all).
-- Arg: of (everything; tables: before policies and statistics are there; definers: who may run SECURITY DEFINER routines, and as whom).
-- Params: roles (from role-places.sql), me (from preflight/target-roles.sql).
WITH placed AS (
    -- Only the target has the record of what the restore made.
    SELECT p.source, p.target, p.named, EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                                                WHERE n.nspname = 'planrunner' AND c.relname = 'restored') AS here
    FROM jsonb_to_recordset(CAST(:roles AS jsonb)) AS p (source text, target text, named boolean)
), role AS (
    SELECT placed.source AS name, placed.target, r.oid
    FROM placed JOIN pg_roles AS r ON r.rolname = CASE WHEN here THEN placed.target ELSE placed.source END
    WHERE placed.named
    UNION ALL
    SELECT 'PUBLIC', 'PUBLIC', 0
), scope AS (
    SELECT n.*
    FROM pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
), routine AS (
    SELECT p.*, 'routine ' || (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity AS name
    FROM pg_proc AS p JOIN scope ON scope.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
)
{{~ if args.of == 'definers' ~}}
SELECT role.name AS role, routine.name AS object, p.privilege AS may
FROM role, routine, unnest(ARRAY['EXECUTE', 'EXECUTE WITH GRANT OPTION']) AS p (privilege)
WHERE routine.prosecdef AND has_function_privilege(role.oid, routine.oid, p.privilege)
UNION ALL
SELECT '(runs as)', routine.name, coalesce((SELECT min(role.target) FROM role WHERE role.oid = routine.proowner), CAST(:me AS text))
FROM routine
WHERE routine.prosecdef
{{~ else ~}}
, relation AS (
    SELECT c.oid, c.relkind, c.relowner,
        format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, scope.nspname, c.relname) AS name
    FROM pg_class AS c JOIN scope ON scope.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), type AS (
    SELECT t.oid, t.typowner, format('type %I.%I', scope.nspname, t.typname) AS name
    FROM pg_type AS t JOIN scope ON scope.oid = t.typnamespace
    WHERE t.typtype <> 'm' AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.typarray = t.oid)
      AND (t.typrelid = 0 OR (SELECT c.relkind FROM pg_class AS c WHERE c.oid = t.typrelid) = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
), owned (class, oid, namespace, owner) AS (
    SELECT 'pg_operator'::regclass, oid, oprnamespace, oprowner FROM pg_operator
    UNION ALL SELECT 'pg_opclass'::regclass, oid, opcnamespace, opcowner FROM pg_opclass
    UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfnamespace, opfowner FROM pg_opfamily
    UNION ALL SELECT 'pg_collation'::regclass, oid, collnamespace, collowner FROM pg_collation
    UNION ALL SELECT 'pg_conversion'::regclass, oid, connamespace, conowner FROM pg_conversion
    UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictnamespace, dictowner FROM pg_ts_dict
    UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgnamespace, cfgowner FROM pg_ts_config
    {{~ if args.of == 'everything' ~}}
    UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxnamespace, stxowner FROM pg_statistic_ext
    {{~ end ~}}
), owner (object, owner) AS (
    SELECT name, relowner FROM relation
    UNION ALL SELECT name, proowner FROM routine
    UNION ALL SELECT name, typowner FROM type
    UNION ALL SELECT 'schema ' || quote_ident(nspname), nspowner FROM scope WHERE nspname <> 'public'
    UNION ALL SELECT 'server ' || quote_ident(srvname), srvowner FROM pg_foreign_server
    UNION ALL
    SELECT i.type || ' ' || i.identity, owned.owner
    FROM owned JOIN scope ON scope.oid = owned.namespace, LATERAL pg_identify_object(owned.class, owned.oid, 0) AS i
    WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = owned.class AND d.objid = owned.oid AND d.deptype = 'e')
), defaults AS (
    SELECT role.target AS role, r.oid AS owner, t.type, d.defaclnamespace AS namespace,
           coalesce(d.defaclacl, acldefault(CASE t.type WHEN 'S' THEN 's' ELSE t.type END, r.oid)) AS acl
    FROM role JOIN pg_roles AS r ON r.oid = role.oid
    CROSS JOIN unnest(ARRAY['r', 'S', 'f', 'T', 'n']::"char"[]) AS t (type)
    LEFT JOIN pg_default_acl AS d ON d.defaclrole = r.oid AND d.defaclobjtype = t.type
        AND (d.defaclnamespace = 0 OR d.defaclnamespace IN (SELECT oid FROM scope))
)
SELECT role.name AS role, object.name AS object, object.privilege AS may
FROM role, LATERAL (
    SELECT relation.name, p.privilege
    FROM relation, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS t (privilege),
         unnest(ARRAY[t.privilege, t.privilege || ' WITH GRANT OPTION']) AS p (privilege)
    WHERE relation.relkind <> 'S' AND has_table_privilege(role.oid, relation.oid, p.privilege)
    UNION ALL
    SELECT relation.name, p.privilege
    FROM relation, unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) AS t (privilege),
        unnest(ARRAY[t.privilege, t.privilege || ' WITH GRANT OPTION']) AS p (privilege)
    WHERE relation.relkind = 'S' AND has_sequence_privilege(role.oid, relation.oid, p.privilege)
    UNION ALL
    SELECT format('column %s of %s', quote_ident(a.attname), relation.name), p.privilege
    FROM relation JOIN pg_attribute AS a ON a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attacl IS NOT NULL,
         unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS t (privilege),
             unnest(ARRAY[t.privilege, t.privilege || ' WITH GRANT OPTION']) AS p (privilege)
    WHERE has_column_privilege(role.oid, relation.oid, a.attnum, p.privilege)
      AND NOT has_table_privilege(role.oid, relation.oid, p.privilege)
    UNION ALL
    SELECT routine.name, p.privilege
    FROM routine, unnest(ARRAY['EXECUTE', 'EXECUTE WITH GRANT OPTION']) AS p (privilege)
    WHERE has_function_privilege(role.oid, routine.oid, p.privilege)
    UNION ALL
    SELECT type.name, p.privilege
    FROM type, unnest(ARRAY['USAGE', 'USAGE WITH GRANT OPTION']) AS p (privilege)
    WHERE has_type_privilege(role.oid, type.oid, p.privilege)
    UNION ALL
    SELECT 'schema ' || quote_ident(scope.nspname), p.privilege
    FROM scope, unnest(ARRAY['USAGE', 'CREATE']) AS p (privilege)
    WHERE has_schema_privilege(role.oid, scope.oid, p.privilege)
    UNION ALL
    SELECT 'language ' || quote_ident(l.lanname), 'USAGE'
    FROM pg_language AS l
    WHERE l.lanpltrusted AND has_language_privilege(role.oid, l.oid, 'USAGE')
    UNION ALL
    SELECT 'foreign data wrapper ' || quote_ident(w.fdwname), 'USAGE'
    FROM pg_foreign_data_wrapper AS w
    WHERE has_foreign_data_wrapper_privilege(role.oid, w.oid, 'USAGE')
    UNION ALL
    SELECT 'server ' || quote_ident(s.srvname), 'USAGE'
    FROM pg_foreign_server AS s
    WHERE has_server_privilege(role.oid, s.oid, 'USAGE')
    UNION ALL
    SELECT '(the database)', p.privilege
    FROM unnest(ARRAY['CONNECT', 'TEMPORARY', 'CREATE']) AS p (privilege)
    WHERE has_database_privilege(role.oid, current_database(), p.privilege)
    {{~ if args.of == 'everything' ~}}
    UNION ALL
    SELECT format('policy %I on %s', p.polname, relation.name), 'is meant'
    FROM relation JOIN pg_policy AS p ON p.polrelid = relation.oid
    WHERE role.oid = ANY (p.polroles)
    {{~ end ~}}
    UNION ALL
    SELECT owner.object, 'as its owner' FROM owner WHERE role.oid <> 0 AND pg_has_role(role.oid, owner.owner, 'USAGE')) AS object
UNION
SELECT coalesce(to_role.name, CASE acl.grantee WHEN 0 THEN 'PUBLIC' END),
       format('(default of %I%s on %s)', d.role, coalesce(' in ' || quote_ident(n.nspname), ''),
              CASE d.type WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'routines' WHEN 'T' THEN 'types'
                  ELSE 'schemas' END),
       acl.privilege_type || CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
FROM defaults AS d LEFT JOIN pg_namespace AS n ON n.oid = d.namespace, LATERAL aclexplode(d.acl) AS acl
LEFT JOIN role AS to_role ON to_role.oid = acl.grantee
WHERE acl.grantee <> d.owner AND to_role.name IS NOT NULL
{{~ end ~}}
ORDER BY 1, 2, 3
